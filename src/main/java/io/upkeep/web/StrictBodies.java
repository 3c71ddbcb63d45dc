package io.upkeep.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.upkeep.text.Shown;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/**
 * Reads the bodies of requests, all of which are records. A misspelt field is refused: it would be a limit that is silently not there,
 * and a misspelt request id would make two runs of one. What is wrong is said in people's words; {@link Problems} adds the example.
 * Spring asks converters that are beans before its own.
 */
@Component
final class StrictBodies extends AbstractHttpMessageConverter<Record> {

    private final ObjectMapper json;

    StrictBodies(ObjectMapper json) {
        super(MediaType.APPLICATION_JSON);
        this.json = json.copy()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type.isRecord();
    }

    @Override
    protected boolean canWrite(MediaType type) {
        return false;
    }

    @Override
    protected Record readInternal(Class<? extends Record> type, HttpInputMessage request) throws IOException {
        JsonNode body;
        try {
            body = json.readTree(request.getBody());
        } catch (JsonProcessingException e) {
            throw new HttpMessageNotReadableException("the body is no JSON", e, request);
        }
        if (body.isMissingNode() || body.isNull()) {
            return null; // none was sent; whether there must be one, the endpoint says
        }
        try {
            return json.treeToValue(body, type);
        } catch (JsonProcessingException e) {
            throw new HttpMessageNotReadableException(words(body, e), e, request);
        }
    }

    private static String words(JsonNode body, JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "'%s' is no field of what is asked for; there are %s"
                    .formatted(
                            Shown.of(unknown.getPropertyName()),
                            unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        if (failure instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
            StringBuilder where = new StringBuilder();
            JsonNode value = body;
            for (JsonMappingException.Reference step : wrong.getPath()) {
                boolean isField = step.getFieldName() != null;
                value = isField ? value.path(step.getFieldName()) : value.path(step.getIndex());
                where.append(
                        isField ? (where.isEmpty() ? "" : ".") + step.getFieldName() : "[" + step.getIndex() + "]");
            }
            return "%s is %s, which is not %s"
                    .formatted(
                            where.isEmpty() ? "the body" : Shown.of(where),
                            Shown.of(value),
                            expected(wrong.getTargetType()));
        }
        return "the body is not what is asked for";
    }

    private static String expected(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return type == String.class ? "a text" : "what is asked for";
    }

    @Override
    protected void writeInternal(Record body, HttpOutputMessage response) {
        throw new UnsupportedOperationException("it reads only");
    }
}
