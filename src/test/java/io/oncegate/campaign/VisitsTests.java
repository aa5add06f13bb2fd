package io.oncegate.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has opened links, and that people and programs are told apart. */
@GatewayTest
class VisitsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private Owners owners;

	@Autowired
	private Visits visits;

	@Autowired
	private Links links;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	@BeforeEach
	void add() {
		this.calendar = this.owners.calendar(30, 1);
	}

	@Test
	void peopleAndProgramsAreToldApart() {
		IssuedLink byPerson = this.owners.link(this.calendar);
		IssuedLink byScanner = this.owners.link(this.calendar);
		this.visits.byPerson(byPerson.token().hash());
		this.visits.byScanner(this.calendar.owner().id(), byScanner.token().hash());
		this.visits.write().block(PATIENCE);
		assertThat(find(byPerson).openedAt()).isNotNull();
		assertThat(scannedAt(byPerson)).isNull();
		assertThat(find(byScanner).openedAt()).isNull();
		assertThat(scannedAt(byScanner)).isNotNull();
	}

	@Test
	void onlyTheFirstTimeIsKept() {
		IssuedLink link = this.owners.link(this.calendar);
		this.visits.byPerson(link.token().hash());
		this.visits.write().block(PATIENCE);
		Instant first = find(link).openedAt();
		this.visits.byPerson(link.token().hash());
		this.visits.write().block(PATIENCE);
		assertThat(find(link).openedAt()).isEqualTo(first);
	}

	@Test
	void manyAreWrittenAtOnce() {
		List<IssuedLink> many = IntStream.range(0, 300).mapToObj((n) -> this.owners.link(this.calendar)).toList();
		many.forEach((link) -> this.visits.byPerson(link.token().hash()));
		this.visits.write().block(PATIENCE);
		assertThat(many).allMatch((link) -> find(link).openedAt() != null);
	}

	private OneTimeLink find(IssuedLink link) {
		return this.links.findByHash(link.token().hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private @Nullable Instant scannedAt(IssuedLink link) {
		return this.database.sql("select scanned_at from link_scan where link_id = :id")
			.bind("id", link.link().id())
			.mapValue(Instant.class)
			.one()
			.block(PATIENCE);
	}

}
