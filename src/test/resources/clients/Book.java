import java.net.URI;
import java.util.List;
import java.util.UUID;

import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.CalendarsApi;
import org.openapitools.client.api.LinksApi;
import org.openapitools.client.api.OneTimeLinksApi;
import org.openapitools.client.model.BookedTime;
import org.openapitools.client.model.Calendar;
import org.openapitools.client.model.IssuedLink;
import org.openapitools.client.model.NewBooking;
import org.openapitools.client.model.NewBookingInvitee;
import org.openapitools.client.model.NewCalendar;
import org.openapitools.client.model.NewHours;
import org.openapitools.client.model.NewOneTimeLink;
import org.openapitools.client.model.NewRecipient;
import org.openapitools.client.model.NewWeeklyHours;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.Slot;

/** Books by the client that is generated, and returns the calendar and the booking. */
public class Book {

	public static String book(String gateway, String apiKey) throws Exception {
		ApiClient owner = client(gateway);
		owner.setRequestInterceptor((request) -> request.header("Authorization", "Bearer " + apiKey));
		List<NewHours> day = List.of(new NewHours().from("00:00").to("24:00"));
		Calendar calendar = new CalendarsApi(owner).createCalendar(new NewCalendar().name("Introductory call")
			.slug("java-" + UUID.randomUUID())
			.timeZone("UTC")
			.durationMinutes(30)
			.weeklyHours(new NewWeeklyHours().monday(day)
				.tuesday(day)
				.wednesday(day)
				.thursday(day)
				.friday(day)
				.saturday(day)
				.sunday(day)));
		IssuedLink link = new OneTimeLinksApi(owner).createOneTimeLink(calendar.getId(),
				new NewOneTimeLink().recipient(new NewRecipient().name("Grace Hopper")));
		String path = URI.create(link.getUrl().toString()).getPath();
		String token = path.substring(path.lastIndexOf('/') + 1);

		LinksApi invitee = new LinksApi(client(gateway));
		List<Slot> slots = invitee.listLinkSlots(token, null, null).getSlots();
		BookedTime booked = invitee.redeemLink(token, booking(slots.get(0)), UUID.randomUUID().toString());
		try {
			invitee.redeemLink(token, booking(slots.get(1)), null);
			throw new IllegalStateException("The link was good twice");
		}
		catch (ApiException ex) {
			Problem problem = ApiClient.createDefaultObjectMapper().readValue(ex.getResponseBody(), Problem.class);
			if (ex.getCode() != 410 || !problem.getType().toString().endsWith("/link-redeemed")) {
				throw ex;
			}
		}
		return calendar.getId() + " " + booked.getBookingId();
	}

	private static ApiClient client(String gateway) {
		ApiClient client = new ApiClient();
		client.updateBaseUri(gateway);
		return client;
	}

	private static NewBooking booking(Slot slot) {
		return new NewBooking().start(slot.getStart())
			.invitee(new NewBookingInvitee().name("Grace Hopper").email("grace@example.com"));
	}

}
