-- Gives the database and all that is in it to the gateway's role, which is no superuser, and lets nobody in as the superuser.
-- Run in PostgreSQL's single-user mode, where an empty line ends a statement; does no harm when it is run again.

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

-- What an older release made as the superuser (10), but for what belongs to PostgreSQL, to an extension, or to a table.
do $$
declare
	statement text;
begin
	for statement in
		with namespace as (
			select oid, nspname from pg_namespace
			where nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and nspname !~ '^pg_(toast_)?temp_'
		), dependent as (
			select classid, objid from pg_depend where deptype = 'e' or deptype in ('a', 'i') and refclassid = 'pg_class'::regclass
		)
		select format('alter schema %I owner to oncegate', nspname) from pg_namespace
		where nspowner = 10 and oid in (select oid from namespace)
		union all
		select format('alter table %s owner to oncegate', oid::regclass) from pg_class
		where relowner = 10 and relnamespace in (select oid from namespace) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
			and ('pg_class'::regclass, oid) not in (select classid, objid from dependent)
		union all
		select format('alter routine %s owner to oncegate', oid::regprocedure) from pg_proc
		where proowner = 10 and pronamespace in (select oid from namespace)
			and ('pg_proc'::regclass, oid) not in (select classid, objid from dependent)
		union all
		select format('alter type %s owner to oncegate', oid::regtype) from pg_type
		where typowner = 10 and typnamespace in (select oid from namespace) and typelem = 0
			and (typtype in ('e', 'd', 'r') or typrelid in (select oid from pg_class where relkind = 'c'))
			and ('pg_type'::regclass, oid) not in (select classid, objid from dependent)
	loop
		execute statement;
	end loop;
end
$$;
