package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.KeyPasswordSource;
import io.uftpengine.core.config.KeysOptions;
import io.uftpengine.core.config.NativePath;
import io.uftpengine.core.config.NewKey;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.report.JsonWriter;
import io.uftpengine.crypto.keystore.KeyFile;
import io.uftpengine.crypto.keystore.KeyFileException;
import io.uftpengine.crypto.keystore.KeyFileReader;
import io.uftpengine.crypto.keystore.KeyPassword;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code keys}: shows or makes keys. The lines are those of the reference's key tool (wire facts 13.4) with a line for SHA-256
 * after each; but they go to standard output, and a key that is missing or cannot be made is a failure, with its reason on
 * standard error.
 */
final class KeysCommand {
    private final Settings settings;
    private final List<String> files;
    private final PrintStream out;
    private final PrintStream err;
    private final List<String> warnings = new ArrayList<>();
    private ExitCode exitCode = ExitCode.DONE;

    KeysCommand(Settings settings, List<String> files, Surroundings surroundings) {
        this.settings = settings;
        this.files = files;
        this.out = surroundings.out();
        this.err = surroundings.err();
    }

    /** What is known of one file: the key, or why there is none. */
    private record Shown(String file, KeyFile key, String fault) {}

    ExitCode run() throws OptionException {
        CommandNotes.of(settings).ifPresent(this::note);
        if (settings.isGiven(KeysOptions.DELETE)) {
            throw new OptionException("option " + KeysOptions.DELETE.display()
                    + ": key containers exist on Windows only; remove the file itself");
        }
        boolean isNew = settings.isGiven(KeysOptions.GENERATE);
        if (files.isEmpty() || isNew && files.size() > 1) {
            throw new OptionException(
                    isNew
                            ? "option " + KeysOptions.GENERATE.display() + ": " + files.size()
                                    + " files to store one key in; name one"
                            : "no key file; name key files, or give -g (--generate) and a new one");
        }
        KeyPassword password = KeyPasswordSource.of(settings, warnings);
        List<Shown> all = new ArrayList<>();
        for (String file : files) {
            all.add(isNew ? make(file, password) : show(file, password));
        }
        if (settings.get(CommonOptions.JSON)) {
            out.println(json(all));
        } else {
            all.forEach(this::print);
        }
        warnings.forEach(this::note);
        out.flush();
        return exitCode;
    }

    private Shown make(String file, KeyPassword password) {
        try {
            NewKey.store(path(file), settings);
        } catch (KeyFileException | InvalidPathException fault) {
            return failed(file, fault);
        }
        return show(file, password);
    }

    private Shown show(String file, KeyPassword password) {
        try {
            KeyFile key = KeyFileReader.read(path(file), password);
            warnings.addAll(key.warnings());
            return new Shown(file, key, "");
        } catch (KeyFileException | InvalidPathException fault) {
            return failed(file, fault);
        }
    }

    private static Path path(String file) {
        return NativePath.of(file);
    }

    private Shown failed(String file, Exception fault) {
        exitCode = ExitCode.KEYS;
        String words =
                fault instanceof InvalidPathException ? file + ": is not a file name; correct it" : fault.getMessage();
        return new Shown(file, null, words);
    }

    private void print(Shown shown) {
        String file = DisplayText.safe(shown.file());
        if (shown.key() == null) {
            out.println(file + ": no such key");
            note(shown.fault());
        } else {
            out.println(file + ": " + shown.key().description() + ", fingerprint: "
                    + shown.key().fingerprint());
            // Without the word that scripts look for, which would take this for the other.
            out.println(file + ": SHA-256 " + shown.key().sha256Fingerprint());
        }
    }

    private String json(List<Shown> all) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("role").value("keys");
        json.name("exitCode").value(exitCode.code());
        json.name("keys").beginArray();
        for (Shown shown : all) {
            json.beginObject();
            json.name("file").value(shown.file());
            if (shown.key() == null) {
                json.name("error").value(shown.fault());
                note(shown.fault());
            } else {
                json.name("key").value(shown.key().description());
                json.name("fingerprint").value(shown.key().fingerprint());
                json.name("sha256").value(shown.key().sha256Fingerprint());
            }
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    private void note(String line) {
        err.println(CommandTree.PROGRAM + ": " + DisplayText.safe(line));
    }
}
