package io.oncegate.web.owner.campaign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.owner.campaign.CsvStyle.Separator;
import io.oncegate.web.owner.campaign.RecordCutter.Piece;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Wherever the buffers end, the pieces are whole records, and nothing is lost. */
class RecordCutterProperties {

	@Property(tries = 100)
	void piecesHoldTheRecordsOfTheWhole(@ForAll("records") List<String> records,
			@ForAll @IntRange(min = 1, max = 5000) int size) {
		String whole = String.join("", records).repeat(1 + 3000 / records.size());
		List<Piece> pieces = cut(whole.getBytes(StandardCharsets.UTF_8), size);
		List<List<String>> cells = new ArrayList<>();
		int line = 1;
		for (Piece piece : pieces) {
			assertThat(piece.line()).isEqualTo(line);
			String text = new String(piece.bytes(), StandardCharsets.UTF_8);
			cells.addAll(parse(text));
			line += (int) text.chars().filter((next) -> next == '\n').count();
		}
		assertThat(pieces).hasSizeGreaterThan(2);
		assertThat(cells).isEqualTo(parse(whole));
	}

	@Provide
	Arbitrary<List<String>> records() {
		Arbitrary<String> cell = Arbitraries.of("", "a", "5\" pipe", "\"\"", "\"a,b\"", "\"x\ny\"", "\"x\r\ny\"",
				"\"say \"\"hi\"\"\"", "\"\"\"\"", "\"\n\"", "Łódź", "\"🙂\n\"", "'", "\"\"\"\n\"\"\"");
		return cell.list()
			.ofMinSize(1)
			.ofMaxSize(4)
			.map((cells) -> String.join(",", cells))
			.flatMap((line) -> Arbitraries.of(line + "\n", line + "\r\n"))
			.list()
			.ofMinSize(1)
			.ofMaxSize(20);
	}

	@Test
	void aLineThatIsTooLongIsRefusedBeforeItsEnd() {
		RecordCutter cutter = new RecordCutter(Separator.COMMA, 1);
		cutter.add("name\n".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> cutter.add(new byte[RecordCutter.LONGEST + 1]))
			.satisfies((ex) -> assertThat(ex.errors().get(0).field()).isEqualTo("line 2"));
	}

	@Test
	void aQuoteThatIsNeverClosedIsRefusedAtTheEnd() {
		RecordCutter cutter = new RecordCutter(Separator.COMMA, 1);
		cutter.add("name\n\"Ada\n".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(cutter::rest)
			.satisfies((ex) -> assertThat(ex.errors().get(0).field()).isEqualTo("line 2"));
	}

	private static List<Piece> cut(byte[] bytes, int size) {
		RecordCutter cutter = new RecordCutter(Separator.COMMA, 1);
		List<Piece> pieces = new ArrayList<>();
		for (int at = 0; at < bytes.length; at += size) {
			pieces.addAll(cutter.add(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length))));
		}
		pieces.addAll(cutter.rest());
		return pieces;
	}

	private static List<List<String>> parse(String text) {
		return CsvReader.builder()
			.allowExtraFields(true)
			.allowMissingFields(true)
			.skipEmptyLines(false)
			.ofCsvRecord(text)
			.stream()
			.map(CsvRecord::getFields)
			.toList();
	}

}
