package io.oncegate.campaign;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import io.oncegate.link.Recipient;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;

/**
 * The one statement that stores the links of a chunk of rows, all or none, and the
 * progress of the campaign. It stores nothing if the campaign is not in the state that
 * the upload expects.
 */
@Component
class IssueStatement {

	private static final String FIRST = """
			with upload as (
				insert into campaign (id, owner_id, calendar_id, name, expires_at, expected, issued, upload_id, upload_until)
				values (:campaign, :owner, :calendar, :name, :expires, :expected, :last, :upload,
					now() + interval '30 seconds')
				returning id, owner_id, calendar_id, expires_at
			)
			""";

	private static final String NEXT = """
			with upload as (
				update campaign set issued = :last, issued_at = now(), upload_until = now() + interval '30 seconds'
				where owner_id = :owner and id = :campaign and upload_id = :upload and issued = :before
				returning id, owner_id, calendar_id, expires_at
			)
			""";

	// The driver has no arrays of bytea: the hashes are concatenated.
	private static final String LINKS = """
			insert into one_time_link (id, owner_id, calendar_id, token_hash, recipient_name, recipient_email,
				recipient_reference, metadata, expires_at, campaign_id, campaign_row)
			select link.id, upload.owner_id, upload.calendar_id, substring(:hashes from (32 * n - 31)::integer for 32),
				nullif(name, ''), nullif(email, ''), nullif(reference, ''), nullif(metadata, '')::json, upload.expires_at, upload.id,
				:before + n
			from upload, unnest(:ids::uuid[], :names::text[], :emails::text[], :references::text[], :metadata::text[])
				with ordinality as link (id, name, email, reference, metadata, n)""";

	private static final String[] NOTHING = {};

	private static final Recipient NOBODY = new Recipient(null, null, null);

	private final DatabaseClient database;

	IssueStatement(DatabaseClient database) {
		this.database = database;
	}

	/**
	 * Stores the links of a chunk.
	 * @throws UploadConflictException if the upload may not add them
	 */
	Mono<List<IssuedRow>> store(Upload upload, List<IssuedRow> chunk) {
		int before = chunk.get(0).row().number() - 1;
		return bind(sql(upload, before), chunk).bind("owner", upload.ownerId())
			.bind("campaign", upload.campaignId())
			.bind("upload", upload.id())
			.bind("before", before)
			.bind("last", before + chunk.size())
			.fetch()
			.rowsUpdated()
			.onErrorMap(DuplicateKeyException.class,
					(ex) -> new UploadConflictException("A campaign with this id already exists."))
			.filter((rows) -> rows == chunk.size())
			.map((rows) -> chunk)
			.switchIfEmpty(Mono.error(() -> new UploadConflictException(
					"The campaign was revoked or archived, or another upload has continued it.")));
	}

	private GenericExecuteSpec sql(Upload upload, int before) {
		return (upload.name() == null || before > 0) ? this.database.sql(NEXT + LINKS)
				: this.database.sql(FIRST + LINKS)
					.bind("calendar", upload.calendarId())
					.bind("name", upload.name())
					.bind("expires", Parameters.in(PostgresqlObjectId.TIMESTAMPTZ, upload.expiresAt()))
					.bind("expected", Parameters.in(PostgresqlObjectId.INT4, upload.expected()));
	}

	private static GenericExecuteSpec bind(GenericExecuteSpec sql, List<IssuedRow> chunk) {
		ByteBuffer hashes = ByteBuffer.allocate(32 * chunk.size());
		chunk.forEach((issued) -> hashes.put(issued.token().hash().bytes()));
		return sql.bind("hashes", hashes.flip())
			.bind("ids", chunk.stream().map(IssuedRow::linkId).toArray(UUID[]::new))
			.bind("names", texts(chunk, (row) -> recipient(row).name()))
			.bind("emails", texts(chunk, (row) -> recipient(row).email()))
			.bind("references", texts(chunk, (row) -> recipient(row).reference()))
			.bind("metadata", texts(chunk, Row::metadata));
	}

	private static Recipient recipient(Row row) {
		return (row.recipient() != null) ? row.recipient() : NOBODY;
	}

	/** A column without values is not sent: the statement accepts null for it. */
	private static String[] texts(List<IssuedRow> chunk, Function<Row, @Nullable String> cell) {
		String[] texts = chunk.stream().map((issued) -> text(cell.apply(issued.row()))).toArray(String[]::new);
		return Stream.of(texts).allMatch(String::isEmpty) ? NOTHING : texts;
	}

	private static String text(@Nullable String cell) {
		return (cell != null) ? cell : "";
	}

}
