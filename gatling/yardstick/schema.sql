-- The least that a redemption has to leave behind: one row and two unique keys.
drop table if exists booking;
create table booking (
	id uuid primary key,
	token text not null unique,
	slot bigint not null,
	email text not null,
	name text not null,
	created_at timestamptz not null default now()
);
