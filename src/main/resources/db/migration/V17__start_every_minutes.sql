-- How many minutes apart a calendar's times start, at least; null if one follows the other.
alter table calendar add column start_every_minutes integer check (start_every_minutes between 1 and 1440);
