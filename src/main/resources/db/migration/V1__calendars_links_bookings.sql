create table owner (
	id uuid primary key,
	name text not null,
	api_key_hash bytea not null unique,
	created_at timestamptz not null default now()
);

create table calendar (
	id uuid primary key,
	owner_id uuid not null references owner,
	slug text not null,
	name text not null,
	time_zone text not null,
	duration_minutes integer not null check (duration_minutes between 1 and 1440),
	buffer_minutes integer not null check (buffer_minutes between 0 and 720),
	seats_per_slot integer not null check (seats_per_slot between 1 and 10000),
	minimum_notice_minutes integer not null check (minimum_notice_minutes >= 0),
	horizon_days integer not null check (horizon_days >= 1),
	weekly_hours jsonb not null,
	date_overrides jsonb not null,
	contact jsonb not null,
	-- Rises with every change of the times that are offered. Two times of one version never overlap,
	-- so that within a version "one booking per start and seat" is "no overbooking".
	schedule_version integer not null default 1,
	-- When the last booking of the versions before ends: from then on nobody needs to look at them.
	earlier_until timestamptz,
	created_at timestamptz not null default now(),
	deleted_at timestamptz
);
-- A slug is free again when its calendar is gone.
create unique index calendar_slug on calendar (slug) where deleted_at is null;
create index calendar_by_owner on calendar (owner_id, created_at, id);

create table one_time_link (
	id uuid primary key,
	calendar_id uuid not null references calendar,
	token_hash bytea not null unique,
	recipient_name text,
	recipient_email text,
	recipient_reference text,
	-- As the owner wrote it; nothing looks into it.
	metadata json,
	created_at timestamptz not null default now(),
	expires_at timestamptz,
	revoked_at timestamptz
);
create index one_time_link_by_calendar on one_time_link (calendar_id, created_at desc, id desc);

create table booking (
	-- The id of the claim that made it, so that a claim's outcome can be looked up.
	id uuid primary key,
	calendar_id uuid not null references calendar,
	-- Null for a booking through a scheduling or permanent link.
	link_id uuid references one_time_link,
	schedule_version integer not null,
	start_at timestamptz not null,
	end_at timestamptz not null,
	-- The end and the buffer after it.
	busy_until timestamptz not null,
	seat integer not null check (seat >= 1),
	status text not null default 'confirmed' check (status in ('confirmed', 'cancelled')),
	invitee_name text not null,
	invitee_email text not null,
	invitee_time_zone text,
	notes text,
	idempotency_key text,
	request_digest text,
	created_at timestamptz not null default now(),
	check (start_at < end_at and end_at <= busy_until)
);

-- Law 1: one link, one booking.
create unique index booking_one_per_link on booking (link_id)
	where status = 'confirmed' and link_id is not null;

-- Law 5: one booking per seat of a time.
create unique index booking_one_per_seat on booking (calendar_id, start_at, seat, schedule_version)
	where status = 'confirmed';

create unique index booking_one_per_idempotency_key on booking (calendar_id, idempotency_key)
	where link_id is null and idempotency_key is not null;

-- The most seats that bookings of earlier versions take at any one instant of a range.
-- Such bookings can only become fewer: a commit locks the calendar's row and names its version.
-- They begin at most a day (the longest duration) and twelve hours (the longest buffer) before the range.
create function seats_taken_earlier(calendar uuid, version integer, since timestamptz, until timestamptz)
	returns integer language sql stable
	return (
		with earlier as (
			select greatest(start_at, since) as start_at, busy_until
			from booking
			where calendar_id = calendar and status = 'confirmed' and schedule_version < version
				and start_at > since - interval '36 hours' and start_at < until and busy_until > since
		), step as (
			select start_at as at, 1 as change from earlier
			union all
			select busy_until, -1 from earlier
		), level as (
			-- A booking that ends makes room before one that begins at the same instant.
			select sum(change) over (order by at, change rows unbounded preceding) as seats from step
		)
		select coalesce(max(seats), 0)::integer from level
	);

-- How many seats a time of the present version has, less what earlier versions still take of it.
create function seats_offered(of_calendar calendar, since timestamptz, until timestamptz)
	returns integer language sql stable
	return case
		when of_calendar.earlier_until > since then
			greatest(of_calendar.seats_per_slot
				- seats_taken_earlier(of_calendar.id, of_calendar.schedule_version, since, until), 0)
		else of_calendar.seats_per_slot
	end;

-- A free seat of a time, or null. Any one of them, so that commits at the same moment seldom choose the same.
create function free_seat(of_calendar calendar, since timestamptz, until timestamptz)
	returns integer language sql volatile
	return (
		select seat
		from generate_series(1, seats_offered(of_calendar, since, until)) as seat
		where not exists (
			select from booking
			where calendar_id = of_calendar.id and start_at = since and booking.seat = seat.seat
				and schedule_version = of_calendar.schedule_version and status = 'confirmed')
		order by random()
		limit 1
	);
