package io.oncegate.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
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
final class Turns extends ChannelDuplexHandler {

	/** How long the rest of an answered request may take. */
	static final Duration REST = Duration.ofSeconds(10);

	private final Refusals refusals;

	/** Requests that are handed on and not answered yet. */
	private int underWay;

	/** A request has begun and not ended. */
	private boolean arriving;

	/** The answer that is being written is final, and not an informational one. */
	private boolean isFinal;

	private boolean hangsUp;

	private @Nullable FullHttpResponse refusal;

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
				this.arriving = true;
			}
			else if (this.underWay == 0) {
				refuse(context, this.refusal);
			}
		}
		if (this.refusal != null) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof LastHttpContent) {
			this.arriving = false;
			if (this.end != null) {
				this.end.cancel(false);
				this.end = null;
			}
		}
		context.fireChannelRead(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.arriving && this.underWay == 0 && this.end == null) {
			this.end = context.executor().schedule(() -> context.close(), REST.toMillis(), TimeUnit.MILLISECONDS);
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
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

	private static void refuse(ChannelHandlerContext context, FullHttpResponse refusal) {
		context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
	}

	/** Says to which requests no answer is given but this one. */
	interface Refusals {

		@Nullable FullHttpResponse of(HttpRequest request);

	}

}
