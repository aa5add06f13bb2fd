-- Gives the database to the gateway's role, which is not a superuser, and lets nobody in as the superuser. Run in
-- PostgreSQL's single-user mode, where an empty line ends a statement. May be run again.

do $$
begin
	if not exists (select from pg_roles where rolname = 'oncegate') then
		create role oncegate;
	end if;
end
$$;

alter role oncegate login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '${password}';

alter role postgres password null;

-- For its figures of other roles' connections, and of replicas.
grant pg_monitor to oncegate;

alter database postgres owner to oncegate;
