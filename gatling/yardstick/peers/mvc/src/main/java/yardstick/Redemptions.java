package yardstick;

import java.util.UUID;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;

import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Claims a token, inserts one row, and releases the token if that fails. */
@RestController
class Redemptions {

	private static final String CLAIM = """
			local state = redis.call('GET', KEYS[1])
			if not state then return -1 end
			if state ~= 'A' then return 0 end
			redis.call('SET', KEYS[1], ARGV[1], 'EX', 86400)
			return 1""";

	private static final String RELEASE = """
			if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], 'A') end
			return 0""";

	private static final String INSERT = "insert into booking (id, token, slot, email, name) values (?, ?, ?, ?, ?)";

	private final StatefulRedisConnection<String, String> redis;

	private final JdbcTemplate jdbc;

	private final String claim;

	Redemptions(StatefulRedisConnection<String, String> redis, JdbcTemplate jdbc) {
		this.redis = redis;
		this.jdbc = jdbc;
		this.claim = redis.sync().scriptLoad(CLAIM);
	}

	@PostMapping("/redeem")
	ResponseEntity<Answer> redeem(@RequestBody Request request) {
		UUID id = UUID.randomUUID();
		String[] token = { request.token() };
		long claimed = this.redis.sync().<Long>evalsha(this.claim, ScriptOutputType.INTEGER, token, id.toString());
		if (claimed != 1) {
			return ResponseEntity.status((claimed == 0) ? 410 : 404).build();
		}
		try {
			this.jdbc.update(INSERT, id, request.token(), request.slot(), request.email(), request.name());
		}
		catch (RuntimeException ex) {
			this.redis.sync().eval(RELEASE, ScriptOutputType.INTEGER, token, id.toString());
			throw ex;
		}
		return ResponseEntity.status(201).body(new Answer(id, request.token(), "confirmed"));
	}

	record Request(String token, long slot, String email, String name) {

	}

	record Answer(UUID bookingId, String token, String status) {

	}

}
