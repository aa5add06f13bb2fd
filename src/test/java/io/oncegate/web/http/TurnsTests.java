package io.oncegate.web.http;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of one connection, one after the other. */
class TurnsTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new Turns(new Odd()));

	@BeforeEach
	void stopTheClock() {
		this.channel.freezeTime();
	}

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void refusalComesAfterAllAnswersBeforeItAndIsTheLast() {
		send(request("/"), LastHttpContent.EMPTY_LAST_CONTENT);
		send(request("/"), LastHttpContent.EMPTY_LAST_CONTENT);
		send(request("/odd"), LastHttpContent.EMPTY_LAST_CONTENT);
		send(request("/"), LastHttpContent.EMPTY_LAST_CONTENT);
		answer(HttpResponseStatus.CONTINUE);
		answer(HttpResponseStatus.OK);
		assertThat(this.channel.outboundMessages()).hasSize(2);
		assertThat(this.channel.isOpen()).isTrue();
		answer(HttpResponseStatus.CREATED);
		assertThat(this.channel.outboundMessages()).extracting((answer) -> ((HttpResponse) answer).status().code())
			.containsExactly(100, 200, 201, 400);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.channel.inboundMessages()).hasSize(4);
	}

	@Test
	void restOfAnAnsweredRequestIsNotWaitedForWithoutEnd() {
		send(request("/"));
		answer(HttpResponseStatus.NOT_FOUND);
		for (int n = 0; n < 5; n++) {
			assertThat(this.channel.isOpen()).isTrue();
			send(drop());
			pass(2);
		}
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void connectionIsKeptWhenTheRestHasCome() {
		send(request("/"));
		answer(HttpResponseStatus.NOT_FOUND);
		send(drop());
		send(LastHttpContent.EMPTY_LAST_CONTENT);
		pass(60);
		send(request("/"));
		answer(HttpResponseStatus.NOT_FOUND);
		send(drop());
		pass(9);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void requestThatIsNotAnsweredIsAnothersMatter() {
		send(request("/"));
		answer(HttpResponseStatus.CONTINUE);
		send(drop());
		pass(60);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void requestThatCannotBeReadToItsEndIsRefusedAndTheLast() {
		send(request("/"), drop(), broken(), request("/"));
		assertThat(statuses()).containsExactly(400);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.channel.inboundMessages()).hasSize(2);
	}

	@Test
	void requestThatCannotBeReadToItsEndIsNotAnsweredTwice() {
		send(request("/"), drop());
		answer(HttpResponseStatus.UNAUTHORIZED);
		send(broken());
		assertThat(statuses()).containsExactly(401);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void answerThatHasBegunIsTheOnlyOne() {
		send(request("/"), drop());
		this.channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
		send(broken());
		assertThat(statuses()).containsExactly(200);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void answersBeforeARequestThatCannotBeReadToItsEndAreGivenFirst() {
		send(request("/"), LastHttpContent.EMPTY_LAST_CONTENT);
		send(request("/"), broken());
		assertThat(this.channel.isOpen()).isTrue();
		answer(HttpResponseStatus.CREATED);
		assertThat(statuses()).containsExactly(201, 400);
		assertThat(this.channel.isOpen()).isFalse();
	}

	private List<Integer> statuses() {
		return this.channel.outboundMessages()
			.stream()
			.filter(HttpResponse.class::isInstance)
			.map((answer) -> ((HttpResponse) answer).status().code())
			.toList();
	}

	private static DefaultHttpContent broken() {
		DefaultHttpContent broken = drop();
		broken.setDecoderResult(DecoderResult.failure(new NumberFormatException("zz")));
		return broken;
	}

	private static HttpRequest request(String target) {
		return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
	}

	private static DefaultHttpContent drop() {
		return new DefaultHttpContent(Unpooled.copiedBuffer("x", CharsetUtil.US_ASCII));
	}

	private void send(Object... messages) {
		this.channel.writeInbound(messages);
	}

	private void answer(HttpResponseStatus status) {
		this.channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
	}

	private void pass(int seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	private static final class Odd implements Turns.Refusals {

		@Override
		public @Nullable FullHttpResponse of(HttpRequest request) {
			return request.uri().equals("/odd") ? ofBroken(request) : null;
		}

		@Override
		public FullHttpResponse ofBroken(HttpRequest request) {
			return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
		}

	}

}
