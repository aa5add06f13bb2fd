package yardstick;

import java.util.UUID;
import java.util.function.BiFunction;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Claims a token and inserts a row, in three ways; or just answers. */
@RestController
class Redemptions {

	private static final String CLAIM = """
			local state = redis.call('GET', KEYS[1])
			if not state then return -1 end
			if state ~= 'A' then return 0 end
			redis.call('SET', KEYS[1], ARGV[1], 'EX', 86400)
			return 1""";

	private static final String INSERT = "insert into booking (id, token, slot, email, name) values ($1, $2, $3, $4, $5)";

	private final StatefulRedisConnection<String, String> redis;

	private final ConnectionFactory connections;

	private final SqlClient pipelined;

	private final Batches batches;

	private final String claim;

	Redemptions(StatefulRedisConnection<String, String> redis, ConnectionFactory connections, SqlClient pipelined,
			Batches batches) {
		this.redis = redis;
		this.connections = connections;
		this.pipelined = pipelined;
		this.batches = batches;
		this.claim = redis.sync().scriptLoad(CLAIM);
	}

	@PostMapping("/echo")
	Mono<ResponseEntity<Answer>> echo(@RequestBody Mono<Request> body) {
		return body.map((request) -> created(UUID.randomUUID(), request));
	}

	@PostMapping("/r2dbc")
	Mono<ResponseEntity<Answer>> r2dbc(@RequestBody Mono<Request> body) {
		return redeem(body, (id, request) -> Mono.usingWhen(this.connections.create(),
				(connection) -> insert(connection, id, request), Connection::close));
	}

	private static Mono<Boolean> insert(Connection connection, UUID id, Request request) {
		return Mono
			.from(connection.createStatement(INSERT)
				.bind(0, id)
				.bind(1, request.token())
				.bind(2, request.slot())
				.bind(3, request.email())
				.bind(4, request.name())
				.execute())
			.flatMap((result) -> Mono.from(result.getRowsUpdated()))
			.map((rows) -> rows == 1);
	}

	@PostMapping("/pipelined")
	Mono<ResponseEntity<Answer>> pipelined(@RequestBody Mono<Request> body) {
		return redeem(body,
				(id, request) -> Mono
					.fromCompletionStage(() -> this.pipelined.preparedQuery(INSERT)
						.execute(Tuple.of(id, request.token(), request.slot(), request.email(), request.name()))
						.toCompletionStage())
					.map(SqlResult::rowCount)
					.map((rows) -> rows == 1));
	}

	@PostMapping("/batch")
	Mono<ResponseEntity<Answer>> batch(@RequestBody Mono<Request> body) {
		return redeem(body, this.batches::insert);
	}

	private Mono<ResponseEntity<Answer>> redeem(Mono<Request> body, BiFunction<UUID, Request, Mono<Boolean>> insert) {
		return body.flatMap((request) -> {
			UUID id = UUID.randomUUID();
			return claim(request.token(), id).flatMap((claimed) -> (claimed == 1)
					? insert.apply(id, request).map((won) -> won ? created(id, request) : refused(409))
					: Mono.just(refused((claimed == 0) ? 410 : 404)));
		});
	}

	private Mono<Long> claim(String token, UUID id) {
		return Mono.fromCompletionStage(() -> this.redis.async()
			.evalsha(this.claim, ScriptOutputType.INTEGER, new String[] { token }, id.toString()));
	}

	private static ResponseEntity<Answer> created(UUID id, Request request) {
		return ResponseEntity.status(201).body(new Answer(id, request.token(), "confirmed"));
	}

	private static ResponseEntity<Answer> refused(int status) {
		return ResponseEntity.status(status).build();
	}

	record Request(String token, long slot, String email, String name) {

	}

	record Answer(UUID bookingId, String token, String status) {

	}

}
