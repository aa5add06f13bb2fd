package io.oncegate.web.http;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.codec.CodecConfigurer;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;

/**
 * Encodes JSON to the heap instead of a pooled buffer, which the server leaks if the
 * client leaves while it is being answered.
 */
@Component
class JsonAnswers extends JacksonJsonEncoder implements CodecCustomizer {

	private final JsonMapper json;

	JsonAnswers(JsonMapper json) {
		super(json);
		this.json = json;
	}

	@Override
	public DataBuffer encodeValue(Object value, DataBufferFactory buffers, ResolvableType type,
			@Nullable MimeType mimeType, @Nullable Map<String, Object> hints) {
		return buffers.wrap(this.json.writeValueAsBytes(value));
	}

	@Override
	public void customize(CodecConfigurer configurer) {
		configurer.defaultCodecs().jacksonJsonEncoder(this);
	}

}
