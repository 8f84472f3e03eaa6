package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {
    /** Every option letter of the reference's sender and receiver, 5.0.x (wire facts 13.1, 13.2). */
    private static final String SENDER_LETTERS = "RLBgnYhecmkKlTbtQzZIUpujqfyxaHFXMPCDoESrsWNi";

    private static final String RECEIVER_LETTERS = "dxLPqFIpMDAtTiscBQNEUkKoSRrmgnHh";

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldGiveEveryNameAndLetterOnceInARole(Role role) {
        Set<String> names = new HashSet<>();
        Set<Character> letters = new HashSet<>();
        for (OptionSpec<?> spec : Options.of(role)) {
            assertTrue(names.add(spec.longName()), spec.display());
            assertTrue(spec.letter() == OptionSpec.NO_LETTER || letters.add(spec.letter()), spec.display());
        }
    }

    @Test
    void shouldKnowEveryLetterOfTheReference() {
        assertEquals(sorted(SENDER_LETTERS), letters(Role.SEND));
        assertEquals(sorted(RECEIVER_LETTERS), letters(Role.RECEIVE));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldSayWhatEveryShownOptionDoesAndHaveAValidDefault(Role role) {
        for (OptionSpec<?> spec : Options.of(role)) {
            if (spec.isShown()) {
                assertTrue(spec.sentence().endsWith("."), spec.display());
                assertTrue(spec.isFlag() || !spec.defaultForPeople().isEmpty(), spec.display() + " lacks a default");
            }
            if (!spec.defaultText().isEmpty()) {
                assertDoesNotThrow(() -> spec.type().parser().parse(spec.defaultText()), spec.display());
            }
        }
    }

    @Test
    void shouldAgreeWithTheDefaultsOfTheApi() throws Exception {
        Settings send = new SettingsResolver(Role.SEND, Map.of(), Map.of()).resolve();
        SenderConfig api = SenderConfig.builder().files(List.of(Path.of("f"))).build();
        assertEquals(api, new SenderConfigReader(send, null).read(List.of("f")));
        Settings receive = new SettingsResolver(Role.RECEIVE, Map.of(), Map.of()).resolve();
        assertEquals(ReceiverConfig.builder().build(), new ReceiverConfigReader(receive).read());
    }

    private static String letters(Role role) {
        StringBuilder letters = new StringBuilder();
        Options.of(role).stream()
                .filter(spec -> spec.letter() != OptionSpec.NO_LETTER)
                .forEach(spec -> letters.append(spec.letter()));
        return sorted(letters.toString());
    }

    private static String sorted(String letters) {
        char[] chars = letters.toCharArray();
        Arrays.sort(chars);
        return new String(chars);
    }
}
