-- may_be_given_back(owner, link): whether a one-time link is given back if its invitee cancels once more: five times it is, so
-- that booking and cancelling over and over comes to an end.
--
-- Certain only under the exclusive lock of the calendar.
create or replace function may_be_given_back(owner uuid, link uuid) returns boolean
language sql stable
return (select count(*) from booking where owner_id = owner and link_id = link and gave_back and cancelled_by = 'invitee') < 5;
