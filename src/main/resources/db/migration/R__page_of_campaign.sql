-- page_of_campaign(owner, calendar, campaign, after_link, most): the ids of a campaign's next links, as many as that: first
-- those that were granted, the newest first, then those of its own rows, the last first.
--
-- after_link  the last link of the page before, or null for the first page
--
-- By rows, so that it takes as long however far apart in time they were issued, and whatever else there is in the calendar.
create or replace function page_of_campaign(owner uuid, calendar uuid, campaign uuid, after_link uuid, most integer)
	returns setof uuid
language plpgsql stable
as $$
declare
	after_row integer;
	found_granted integer := 0;
begin
	select campaign_row into after_row from one_time_link where owner_id = owner and id = after_link;
	if after_link is not null and after_row is null then
		return;
	end if;
	if after_row is null or after_row < 0 then
		return query select id from one_time_link
			where owner_id = owner and campaign_id = campaign and calendar_id = calendar
				and campaign_row < 0 and campaign_row > coalesce(after_row, -2147483648)
			order by campaign_row limit most;
		get diagnostics found_granted = row_count;
	end if;
	return query select id from one_time_link
		where owner_id = owner and campaign_id = campaign and calendar_id = calendar
			and campaign_row > 0 and campaign_row < case when after_row > 0 then after_row else 2147483647 end
		order by campaign_row desc limit most - found_granted;
end
$$;
