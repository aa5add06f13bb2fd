package io.oncegate;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.reactivestreams.Publisher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

/** The rooms of the house, and which way its arrows point. */
class ArchitectureTests {

	private static final String ROOT = "io.oncegate";

	/** From the top down: each may use those after it. */
	private static final List<String> ROOMS = Stream
		.of("start", "web", "web.console", "web.invitee", "web.owner.campaign", "web.owner", "web.openapi", "web.page",
				"web.http", "redemption", "campaign", "claim", "booking", "calendar", "link", "notice", "telemetry",
				"embedded", "setting")
		.map((room) -> ROOT + "." + room)
		.toList();

	private static final List<String> SLOT_ENGINE = Stream.of("Schedule", "Hours", "Slot", "OpenTime")
		.map((name) -> ROOT + ".calendar." + name)
		.toList();

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void everyClassIsInARoom() {
		assertThat(CLASSES).extracting(JavaClass::getPackageName)
			.allMatch((name) -> name.equals(ROOT) || ROOMS.contains(name));
	}

	@ParameterizedTest
	@FieldSource("ROOMS")
	void arrowsPointDownwards(String room) {
		List<String> below = ROOMS.subList(ROOMS.indexOf(room), ROOMS.size());
		DescribedPredicate<JavaClass> above = DescribedPredicate.describe("are above " + room,
				(used) -> used.getPackageName().startsWith(ROOT) && !below.contains(used.getPackageName()));
		ArchRuleDefinition.noClasses().that().resideInAPackage(room).should().dependOnClassesThat(above).check(CLASSES);
	}

	@Test
	void inviteesAndOwnersAreApart() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".web.invitee")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".web.owner..")
			.check(CLASSES);
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".web.console")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".web.invitee")
			.check(CLASSES);
	}

	@Test
	void nothingButTheMainClassIsAtTheRoot() {
		assertThat(CLASSES).filteredOn((type) -> type.getPackageName().equals(ROOT))
			.extracting(JavaClass::getSimpleName)
			.containsOnly("Oncegate", "package-info");
	}

	@Test
	void httpIsNowhereButInWeb() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + ".web..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.http..", "org.springframework.web..", "reactor.netty.http..",
					"io.netty.handler.codec.http..")
			.check(CLASSES);
	}

	@ParameterizedTest
	@FieldSource("SLOT_ENGINE")
	void slotEngineIsPureJava(String name) {
		ArchRuleDefinition.classes()
			.that()
			.haveFullyQualifiedName(name)
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations")
				.or(DescribedPredicate.describe("slot engine", (used) -> SLOT_ENGINE.contains(used.getName()))))
			.check(CLASSES);
	}

	@Test
	void nothingWaits() {
		ArchRuleDefinition.noClasses()
			.should()
			.accessTargetWhere(calls("to wait for a publisher", Publisher.class,
					"block|blockFirst|blockLast|blockOptional|toIterable|toStream"))
			.orShould()
			.accessTargetWhere(calls("Thread.sleep", Thread.class, "sleep"))
			.check(CLASSES);
	}

	@Test
	void nothingSubscribes() {
		ArchRuleDefinition.noClasses()
			.should()
			.accessTargetWhere(calls("to subscribe to a publisher", Publisher.class, "subscribe|subscribeWith"))
			.check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(CLASSES.getPackage(ROOT).getSubpackagesInTree()).extracting(JavaPackage::getName).containsAll(ROOMS);
		assertThat(CLASSES).extracting(JavaClass::getPackage)
			.allMatch((used) -> used.isAnnotatedWith(NullMarked.class), "is @NullMarked");
	}

	private static DescribedPredicate<JavaAccess<?>> calls(String description, Class<?> owner, String methods) {
		return DescribedPredicate.describe(description,
				(access) -> access.getTargetOwner().isAssignableTo(owner) && access.getName().matches(methods));
	}

}
