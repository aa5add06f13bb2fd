-- expiry_in_place_of(created_at, expires_at): until when a link works that is granted in place of another one, of which
-- these are columns; null for ever.
--
-- As long as the other, or for as long again if the other is expired, so that a limited offer stays limited.
create or replace function expiry_in_place_of(created_at timestamptz, expires_at timestamptz) returns timestamptz
language sql stable
return case
	when expires_at > now() then expires_at
	when expires_at is not null then now() + greatest(expires_at - created_at, interval '1 day')
end;
