-- The auditor follows the bookings in the order in which they were made.
create index booking_by_creation on booking (created_at, id);
