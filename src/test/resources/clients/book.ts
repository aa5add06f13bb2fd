import { CalendarsApi, Configuration, LinksApi, NewBooking, OneTimeLinksApi, ResponseError, Slot } from './client';

declare const process: { argv: string[] };

/** Books by the client that is generated, and says the calendar and the booking. */
async function book(gateway: string, apiKey: string): Promise<string> {
	const owner = new Configuration({ basePath: gateway, accessToken: apiKey });
	const day = [{ from: '00:00', to: '24:00' }];
	const calendar = await new CalendarsApi(owner).createCalendar({
		newCalendar: {
			name: 'Introductory call',
			slug: 'typescript-' + Date.now(),
			timeZone: 'UTC',
			durationMinutes: 30,
			weeklyHours: {
				monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day,
			},
		},
	});
	const link = await new OneTimeLinksApi(owner).createOneTimeLink({
		id: calendar.id,
		newOneTimeLink: { recipient: { name: 'Grace Hopper' } },
	});
	const token = link.url.substring(link.url.lastIndexOf('/') + 1);

	const invitee = new LinksApi(new Configuration({ basePath: gateway }));
	const { slots } = await invitee.listLinkSlots({ token });
	const booked = await invitee.redeemLink({
		token,
		newBooking: booking(slots[0]),
		idempotencyKey: 'key-' + Date.now(),
	});
	const refusal = await invitee.redeemLink({ token, newBooking: booking(slots[1]) }).then(
		() => undefined,
		(error: unknown) => (error instanceof ResponseError ? error.response : undefined),
	);
	const problem = await refusal?.json();
	if (refusal?.status !== 410 || !problem.type.endsWith('/link-redeemed')) {
		throw new Error('The link was good twice: ' + JSON.stringify(problem));
	}
	return calendar.id + ' ' + booked.bookingId;
}

function booking(slot: Slot): NewBooking {
	return { start: slot.start, invitee: { name: 'Grace Hopper', email: 'grace@example.com' } };
}

book(process.argv[2], process.argv[3]).then(console.log);
