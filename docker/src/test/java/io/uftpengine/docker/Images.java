package io.uftpengine.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images under test, built from docker/Dockerfile once for all tests of a run. They stay: the next build finds its layers. */
enum Images {
    /** What is delivered. */
    ENGINE("engine", "uftp-engine:local"),
    /** The same behind a link that can be made slow, lossy and long. */
    RIG("rig", "uftp-engine-rig:local");

    private static final String LOCAL_BASE = "localbase/debian:local";
    private static final Path REPOSITORY =
            Path.of(System.getProperty("uftp.repository", "..")).normalize();

    private final String target;
    private final String tag;
    private boolean isBuilt;

    Images(String target, String tag) {
        this.target = target;
        this.tag = tag;
    }

    /** The image's name; builds it at the first call. */
    synchronized String image() {
        if (!isBuilt) {
            build();
            isBuilt = true;
        }
        return tag;
    }

    /** A file of the repository, for tests that give it to a container. */
    static Path file(String path) {
        return REPOSITORY.resolve(path);
    }

    private void build() {
        ImageFromDockerfile build = new ImageFromDockerfile(tag, false)
                .withFileFromPath("Dockerfile", file("docker/Dockerfile"))
                .withFileFromPath("docker/image", file("docker/image"))
                .withFileFromPath("docker/rig", file("docker/rig"))
                .withFileFromPath("engine-cli/target/uftp-engine.jar", file("engine-cli/target/uftp-engine.jar"))
                .withFileFromPath("engine-cli/src/test/lab/linkemu.c", file("engine-cli/src/test/lab/linkemu.c"))
                .withTarget(target);
        String base = base();
        if (!base.isEmpty()) {
            build.withBuildArg("BASE_IMAGE", base);
        }
        try {
            build.get();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "image " + tag + " is not built on " + (base.isEmpty() ? "the Dockerfile's public base" : base)
                            + "; where no registry is reachable, docker/local/make-base.sh makes a base",
                    e);
        }
    }

    private static String base() {
        String wanted = System.getProperty("uftp.base.image", "");
        if (!wanted.isEmpty()) {
            return wanted;
        }
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(LOCAL_BASE).exec();
            return LOCAL_BASE;
        } catch (NotFoundException e) {
            return "";
        }
    }
}
