package io.oncegate.web.http;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers of a pipelined connection in order: a refused request is answered
 * after all before it, and is the last. A client that is answered before its request is
 * complete has some time left to send the rest.
 */
final class Turns extends ChannelDuplexHandler {

	/** How long the rest of an answered request may take. */
	static final Duration REST = Duration.ofSeconds(10);

	private final Refusals refusals;

	/** Requests that were passed on and are not answered yet. */
	private int underWay;

	/** The request that has begun and not ended. */
	private @Nullable HttpRequest arriving;

	/** Whether the answer being written is final, not an informational one. */
	private boolean isFinal;

	private boolean hangsUp;

	private @Nullable FullHttpResponse refusal;

	/** Nothing more is answered: the refusal was sent, or the last answer aborted. */
	private boolean over;

	private @Nullable Future<?> end;

	/** Refuses the requests for which there is a refusal. */
	Turns(Refusals refusals) {
		this.refusals = refusals;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.refusal == null && message instanceof HttpRequest request) {
			this.refusal = this.refusals.of(request);
			if (this.refusal == null) {
				this.underWay++;
				this.arriving = request;
			}
			else if (this.underWay == 0) {
				refuse(context, this.refusal);
			}
		}
		else if (this.arriving != null && message instanceof HttpContent part && part.decoderResult().isFailure()) {
			breakOff(context, this.arriving);
		}
		if (this.refusal != null) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof LastHttpContent) {
			this.arriving = null;
			if (this.end != null) {
				this.end.cancel(false);
				this.end = null;
			}
		}
		context.fireChannelRead(message);
	}

	/**
	 * Ends the connection, because the rest of the request cannot be told from what
	 * follows it. Whoever is waiting for that rest sees the client leave.
	 */
	private void breakOff(ChannelHandlerContext context, HttpRequest request) {
		this.refusal = this.refusals.ofBroken(request);
		if (this.underWay == 0 || this.isFinal) {
			this.over = true;
			this.refusal.release();
			context.close();
		}
		else if (--this.underWay == 0) {
			refuse(context, this.refusal);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.arriving != null && this.underWay == 0 && this.end == null) {
			this.end = context.executor().schedule(() -> context.close(), REST.toMillis(), TimeUnit.MILLISECONDS);
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.over) {
			ReferenceCountUtil.release(message);
			promise.setFailure(new ClosedChannelException());
			return;
		}
		if (message instanceof HttpResponse answer) {
			this.isFinal = answer.status().codeClass() != HttpStatusClass.INFORMATIONAL;
			this.hangsUp = this.isFinal && !HttpUtil.isKeepAlive(answer);
		}
		context.write(message, promise);
		if (this.isFinal && message instanceof LastHttpContent) {
			this.isFinal = false;
			this.underWay--;
			if (this.refusal != null && this.underWay == 0 && !this.hangsUp) {
				refuse(context, this.refusal);
			}
		}
	}

	private void refuse(ChannelHandlerContext context, FullHttpResponse refusal) {
		this.over = true;
		context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
	}

	/** Decides which requests are refused, and with which answer. */
	interface Refusals {

		/** Returns the refusal of a request; null if it is accepted. */
		@Nullable FullHttpResponse of(HttpRequest request);

		/** Returns the refusal of a request whose body cannot be parsed. */
		FullHttpResponse ofBroken(HttpRequest request);

	}

}
