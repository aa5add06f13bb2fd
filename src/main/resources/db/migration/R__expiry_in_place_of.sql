-- expiry_in_place_of(dead): until when a link works that is granted in place of another one; null for ever.
--
-- As long as the other, or for as long again if the other is expired, so that a limited offer stays limited.
create or replace function expiry_in_place_of(dead one_time_link) returns timestamptz
language sql stable
return case
	when dead.expires_at > now() then dead.expires_at
	when dead.expires_at is not null then now() + greatest(dead.expires_at - dead.created_at, interval '1 day')
end;
