-- Links are made in the order of time. An index that goes the same way is added to where it ends, and its pages are
-- full; from its end it gives the newest first as well.
create index one_time_link_in_order on one_time_link (calendar_id, created_at, id);
drop index one_time_link_by_calendar;
alter index one_time_link_in_order rename to one_time_link_by_calendar;
