package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsResolverTest {
    @TempDir
    Path dir;

    @Test
    void shouldPreferCommandLineThenEnvironmentThenFileThenDefault() throws Exception {
        Path file = file("send.port=1\nport=2\nttl=3\nrobust=30\nblock-size=600\n");
        Settings settings = new SettingsResolver(
                        Role.SEND,
                        Map.of(CommonOptions.CONFIG, file.toString(), SendOptions.TTL, "4"),
                        Map.of(
                                "UFTP_ENGINE_TTL", "5",
                                "UFTP_ENGINE_ROBUST", "31",
                                "UFTP_ENGINE_SEND_ROBUST", "32",
                                "UFTP_ENGINE_RECEIVE_BLOCK_SIZE", "700",
                                "PORT", "9"))
                .resolve();
        assertEquals(4, settings.get(SendOptions.TTL));
        assertEquals(32, settings.get(SendOptions.ROBUST));
        assertEquals(1, settings.get(CommonOptions.PORT));
        assertEquals(600, settings.get(SendOptions.BLOCK_SIZE));
        assertEquals(65535, settings.get(SendOptions.MAX_PASSES));
        assertEquals("command line", origin(settings, "ttl"));
        assertEquals("environment UFTP_ENGINE_SEND_ROBUST", origin(settings, "robust"));
        assertEquals("file " + file, origin(settings, "port"));
        assertEquals("default", origin(settings, "max-passes"));
    }

    @Test
    void shouldTakeFlagsAndListsFromTheEnvironment() throws Exception {
        Settings settings = resolve(
                Role.RECEIVE,
                Map.of("UFTP_ENGINE_JSON", "true", "UFTP_ENGINE_RECEIVE_PUBLIC_ADDRESS", "230.4.4.1,230.4.4.2"));
        assertTrue(settings.get(CommonOptions.JSON));
        assertFalse(settings.get(CommonOptions.NO_PROGRESS));
        assertEquals(2, settings.get(ReceiveOptions.PUBLIC_ADDRESS).size());
        assertFault(
                "option --json (from environment UFTP_ENGINE_JSON): \"yes\" is neither true nor false; give true or false",
                Role.SEND,
                Map.of("UFTP_ENGINE_JSON", "yes"));
    }

    @Test
    void shouldNameTheFileFromTheEnvironmentToo() throws Exception {
        Path file = file("port=7\n");
        assertEquals(
                7,
                resolve(Role.SEND, Map.of("UFTP_ENGINE_CONFIG", file.toString()))
                        .get(CommonOptions.PORT));
    }

    @Test
    void shouldSayWhereAWrongValueCameFrom() throws Exception {
        assertFault(
                "option -p (--port) (from environment UFTP_ENGINE_PORT): \"70000\" is out of range; give 1 to 65535",
                Role.SEND,
                Map.of("UFTP_ENGINE_PORT", "70000"));
        Path file = file("receive.port=x\n");
        assertFault(
                "option -p (--port) (from file " + file + "): \"x\" is not a whole number; give 1 to 65535",
                Role.RECEIVE,
                Map.of("UFTP_ENGINE_CONFIG", file.toString()));
    }

    @Test
    void shouldRefuseKeysThatAreNoOptions() throws Exception {
        for (String key : new String[] {"prot", "send.dest-dir", "nobody.port", "config", "send.config", ".port"}) {
            Path file = file(key + "=1\n");
            assertFault(
                    "option --config: " + file + " has the key " + key + ", which is no option; remove or correct it",
                    Role.SEND,
                    Map.of("UFTP_ENGINE_CONFIG", file.toString()));
        }
    }

    @Test
    void shouldLetOtherRolesKeysPass() throws Exception {
        Path file = file("receive.dest-dir=/x\ndest-dir=/y\nreceive.port=x\n");
        assertEquals(
                1044,
                resolve(Role.SEND, Map.of("UFTP_ENGINE_CONFIG", file.toString()))
                        .get(CommonOptions.PORT));
    }

    @Test
    void shouldRefuseAFileThatCannotBeRead() {
        OptionException fault = assertThrows(
                OptionException.class,
                () -> resolve(
                        Role.SEND,
                        Map.of("UFTP_ENGINE_CONFIG", dir.resolve("no").toString())));
        assertTrue(fault.getMessage().startsWith("option --config: " + dir), fault.getMessage());
    }

    @Test
    void shouldRefusePlannedOptionsWhereverTheyComeFrom() {
        OptionException typed = assertThrows(OptionException.class, () -> new SettingsResolver(
                        Role.SEND, Map.of(Options.find(Role.SEND, "sync").orElseThrow(), "true"), Map.of())
                .resolve());
        assertEquals("option -z (--sync) is not supported yet; leave it out", typed.getMessage());
        assertFault(
                "option -W (--max-time) (from environment UFTP_ENGINE_MAX_TIME) is not supported"
                        + " yet; leave it out",
                Role.SEND,
                Map.of("UFTP_ENGINE_MAX_TIME", "200"));
    }

    private static String origin(Settings settings, String longName) {
        return settings.lines().stream()
                .filter(line -> line.spec().longName().equals(longName))
                .findFirst()
                .orElseThrow()
                .origin()
                .words();
    }

    private static Settings resolve(Role role, Map<String, String> environment) throws OptionException {
        return new SettingsResolver(role, Map.of(), environment).resolve();
    }

    private static void assertFault(String message, Role role, Map<String, String> environment) {
        OptionException fault = assertThrows(OptionException.class, () -> resolve(role, environment));
        assertEquals(message, fault.getMessage());
    }

    private Path file(String text) throws Exception {
        return Files.writeString(dir.resolve("engine.properties"), text);
    }
}
