alter table campaign
	-- How many rows it is to have, if that was known when it began.
	add column expected integer;
