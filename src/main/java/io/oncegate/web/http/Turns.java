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
 * Sees to it that each request of a connection has its turn: one that is refused is told
 * so when all before it are answered, and is the last. A client that was answered before
 * its request had come whole has a while for the rest of it.
 */
public final class Turns extends ChannelDuplexHandler {

	/** How long the rest of an answered request may take. */
	static final Duration REST = Duration.ofSeconds(10);

	private final Refusals refusals;

	/** Requests that are handed on and not answered yet. */
	private int underWay;

	/** The request that has begun and not ended. */
	private @Nullable HttpRequest arriving;

	/** The answer that is being written is final, and not an informational one. */
	private boolean isFinal;

	private boolean hangsUp;

	private @Nullable FullHttpResponse refusal;

	/** There is no answer any more: the refusal was sent, or the last one broken off. */
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
	 * Where the rest of a request cannot be told from what follows it there is no going
	 * on. Whoever is waiting for that rest sees the client leave.
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

	/** Says to which requests no answer is given but this one. */
	interface Refusals {

		/** Nothing if it may have its turn. */
		@Nullable FullHttpResponse of(HttpRequest request);

		/** Of a request whose body cannot be read. */
		FullHttpResponse ofBroken(HttpRequest request);

	}

}
