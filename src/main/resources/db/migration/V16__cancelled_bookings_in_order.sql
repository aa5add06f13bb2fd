-- For lists of bookings: those that are confirmed are found by the index of their seats, the others by no index until now, so that
-- the whole table was read for each calendar of an owner. Whoever books adds nothing to it.
create index booking_cancelled on booking (calendar_id, start_at, id) where status = 'cancelled';
