package io.uftpengine.docker;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Asks once whether a Docker engine answers, and says so once if none does. */
final class DockerCondition implements ExecutionCondition {
    private static final class Holder {
        static final boolean ANSWERS = ask();

        private static boolean ask() {
            boolean answers = DockerClientFactory.instance().isDockerAvailable();
            if (!answers) {
                System.out.println("[docker] SKIPPING the container tests: no Docker engine answers"
                        + " (does one run, and may this user ask it? `docker info` tells)");
            }
            return answers;
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Holder.ANSWERS
                ? ConditionEvaluationResult.enabled("a Docker engine answers")
                : ConditionEvaluationResult.disabled("no Docker engine answers");
    }
}
