package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.report.JsonWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void shouldNestAndSeparate() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("a").value(1);
        json.name("b").beginArray().value("x").beginObject().endObject().value(true);
        json.beginArray().endArray().endArray();
        json.name("c").beginObject().name("d").value(-2L).endObject();
        json.endObject();
        assertEquals("{\"a\":1,\"b\":[\"x\",{},true,[]],\"c\":{\"d\":-2}}", json.toString());
        JsonText.parse(json.toString());
    }

    @Test
    void shouldEscapeWhateverIsInAName() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\uD83D\uDE00\uD800");
        String json =
                new JsonWriter().beginArray().value(all.toString()).endArray().toString();
        assertEquals(List.of(all.toString()), JsonText.parse(json));
        assertTrue(json.chars().allMatch(c -> c >= ' ' && c < 0x7F), "ASCII only");
    }

    @Test
    void shouldWriteNumbersThatAreNumbers() {
        JsonWriter json = new JsonWriter().beginArray();
        json.value(Double.NaN)
                .value(Double.POSITIVE_INFINITY)
                .value(1e-9)
                .value(1e20)
                .value(Long.MIN_VALUE);
        List<Object> values = JsonText.array(JsonText.parse(json.endArray().toString()));
        assertEquals(null, values.get(0));
        assertEquals(null, values.get(1));
        assertEquals(1e-9, values.get(2));
        assertEquals(1e20, values.get(3));
    }

    @Test
    void shouldBeReadByAReaderThatRefusesWhatIsNotJson() {
        assertEquals(Map.of("a", 1.5), JsonText.parse(" {\"a\" : 1.5}\n"));
        for (String wrong : List.of("", "{}{}", "{a:1}", "[1,]", "01", "\"\n\"", "{\"a\":1,\"a\":2}", "nul")) {
            assertThrows(AssertionError.class, () -> JsonText.parse(wrong), wrong);
        }
    }
}
