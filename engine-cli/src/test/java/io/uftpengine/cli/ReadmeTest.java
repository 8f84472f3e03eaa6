package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.metrics.EngineMeter;
import io.uftpengine.core.metrics.MeterTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts of the README that are generated are current. With {@code -Dreadme.update=true} they are written instead. */
class ReadmeTest {
    private static final String UPDATE = "readme.update";
    private static final int INDENT = 8;

    @Test
    void shouldListTheOptionsAsTheyAreDeclared() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Role role : Role.values()) {
            lines.add("");
            lines.add("### `" + role.command() + "`");
            lines.add("");
            lines.add("| option | value | default | what it does |");
            lines.add("|---|---|---|---|");
            Options.of(role).stream()
                    .filter(OptionSpec::isShown)
                    .map(ReadmeTest::row)
                    .forEach(lines::add);
        }
        lines.add("");
        check("options", lines);
    }

    @Test
    void shouldListTheExitCodes() throws Exception {
        List<String> lines = new ArrayList<>(List.of("| code | meaning |", "|---|---|"));
        Arrays.stream(ExitCode.values()).forEach(code -> lines.add("| " + code.code() + " | " + code.meaning() + " |"));
        check("exit-codes", lines);
    }

    @Test
    void shouldListTheMetersAsTheyAreDeclared() throws Exception {
        List<String> lines =
                new ArrayList<>(List.of("| meter | type | unit | tags | what it says |", "|---|---|---|---|---|"));
        Arrays.stream(EngineMeter.values()).map(ReadmeTest::row).forEach(lines::add);
        lines.add("");
        lines.add("| tag | values |");
        lines.add("|---|---|");
        Arrays.stream(MeterTag.values())
                .map(tag -> "| `" + tag.key() + "` of " + metersWith(tag) + " | `" + String.join("` `", tag.choices())
                        + "` |")
                .forEach(lines::add);
        check("metrics", lines);
    }

    private static String row(EngineMeter meter) {
        String tags = meter.tags().stream().map(tag -> "`" + tag.key() + "`").collect(Collectors.joining(" "));
        return List.of("`" + meter.prometheusName() + "`", meter.kind(), meter.unit(), tags, meter.description())
                .stream()
                .map(Object::toString)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String metersWith(MeterTag tag) {
        return tag == MeterTag.ROLE
                ? "many"
                : Arrays.stream(EngineMeter.values())
                        .filter(meter -> meter.tags().contains(tag))
                        .map(meter -> "`" + meter.prometheusName() + "`")
                        .collect(Collectors.joining(", "));
    }

    @Test
    void shouldShowTheEmbeddingExampleThatIsTested() throws Exception {
        Path source = readme().resolveSibling("engine-cli/src/test/java/io/uftpengine/cli/EmbeddingExample.java");
        List<String> code = Files.readAllLines(source).stream()
                .dropWhile(line -> !line.endsWith("// README: begin"))
                .skip(1)
                .takeWhile(line -> !line.endsWith("// README: end"))
                .map(line -> line.isEmpty() ? line : line.substring(INDENT))
                .toList();
        List<String> lines = new ArrayList<>(List.of("```java"));
        lines.addAll(code);
        lines.add("```");
        check("embedding", lines);
    }

    @Test
    void shouldBeginWithTheTwoCommands() throws Exception {
        List<String> readme = Files.readAllLines(readme());
        int block = readme.indexOf("```");
        assertTrue(block > 0 && block <= 4, "a command block right after one sentence");
        assertEquals("```", readme.get(block + 3));
        assertTrue(readme.get(block + 1).endsWith("demo"));
        assertEquals("mvn -B verify", readme.get(block + 2));
    }

    private static String row(OptionSpec<?> option) {
        String letter = option.letter() == OptionSpec.NO_LETTER ? "" : "`-" + option.letter() + "` ";
        String range = option.type().range();
        String value = option.isFlag() ? "" : "`" + option.type().label() + "`" + (range.isEmpty() ? "" : ": " + range);
        String byDefault;
        if (option.isFlag()) {
            byDefault = "off";
        } else {
            byDefault = option.defaultText().isEmpty() ? option.defaultWords() : "`" + option.defaultText() + "`";
        }
        return List.of(letter + "`--" + option.longName() + "`", value, byDefault, option.sentence()).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Compares the lines between the two marks of a section with what they have to be. */
    static void check(String section, List<String> expected) throws Exception {
        List<String> readme = Files.readAllLines(readme());
        int begin = readme.indexOf("<!-- " + section + ":begin -->");
        int end = readme.indexOf("<!-- " + section + ":end -->");
        assertTrue(begin >= 0 && end > begin, "the README has the section " + section);
        List<String> found = readme.subList(begin + 1, end);
        if (Boolean.getBoolean(UPDATE)) {
            List<String> updated = new ArrayList<>(readme.subList(0, begin + 1));
            updated.addAll(expected);
            updated.addAll(readme.subList(end, readme.size()));
            Files.write(readme(), updated);
        } else {
            assertEquals(
                    String.join("\n", expected),
                    String.join("\n", found),
                    "The README is not current; CONTRIBUTING.md has the command that brings it up to date.");
        }
    }

    private static Path readme() {
        Path here = Path.of("README.md");
        return (Files.exists(here) ? here : Path.of("..").resolve(here)).toAbsolutePath();
    }
}
