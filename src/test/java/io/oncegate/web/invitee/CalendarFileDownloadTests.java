package io.oncegate.web.invitee;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** The calendar file of a confirmation. */
@GatewayTest
class CalendarFileDownloadTests {

	@Autowired
	private Owners owners;

	@Test
	void calendarFileSaysWhenAndWhereAndWithWhom(@Value("${local.server.port}") int port,
			@Autowired PublicUrl publicUrl) {
		Client invitee = Client.of(port, publicUrl);
		ZoneId zone = ZoneId.of("Asia/Tokyo");
		Calendar calendar = this.owners.calendar(zone, 30, 1);
		invitee.asOwner().patch("/api/v1/calendars/" + calendar.id(), "{\"location\": \"Room 4, 2nd floor\"}").is(200);
		Instant start = Owners.time(calendar, 3);
		String confirmation = invitee
			.submit("/s/" + calendar.slug(),
					Map.of("start", start.toString(), "name", "Ada Lovelace", "email", "ada@example.com"))
			.is(303)
			.header(HttpHeaders.LOCATION);
		Answer file = invitee.get(confirmation + "/calendar.ics").is(200);
		assertThat(file.header(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/calendar;charset=UTF-8");
		assertThat(file.body().replace("\r\n ", "")).contains("\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n",
				"\r\nSEQUENCE:0\r\n",
				"\r\nDTSTART;TZID=Asia/Tokyo:"
						+ DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").format(start.atZone(zone)) + "\r\n",
				"\r\nSUMMARY:Test calendar with " + calendar.owner().name() + "\r\n",
				"\r\nLOCATION:Room 4\\, 2nd floor\r\n",
				"\r\nORGANIZER;CN=\"Grace Hopper\":mailto:grace@example.com\r\n", "\r\nSTATUS:CONFIRMED\r\n",
				"\r\nURL:" + publicUrl.of(confirmation) + "\r\n");
	}

}
