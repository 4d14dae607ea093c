// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.campaign.Subjects.Subject;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.core.cache.ContentCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs {@code quantize}, {@code inspect}, {@code generate} and {@code verify} on changed files, in a process of its own whose folder for temporary files is its own. Whatever the change, the exit code must be 0, 1 or
 * 2 within 20 s, without an internal error or a stack trace, and no file may be left behind; what a verb is asked to write, only with exit code 0. {@code
 * verify} runs where the engine is unchanged and small, so that it is compiled once; {@code train} does not, because a changed configuration may ask for
 * days. Ends with a table by kind of file, and exit code 1 if something
 * was wrong.
 *
 * <p>Arguments: folder to work in, number of changes, seed, and optionally the number of the only change to run, whose files are kept.
 */
final class Campaign {
    private static final int SECONDS = 20;
    private static final int SHOWN = 30;

    /** For the files as they are: the engine of {@link Verb#VERIFY} may have to be compiled. */
    private static final int SECONDS_OF_UNCHANGED = 300;

    /** Its Verilog alone takes longer than a command may on a computer with other work. */
    private static final String LARGE = "sfq-digits";

    private enum Verb {
        QUANTIZE,
        INSPECT,
        GENERATE,
        VERIFY;

        /** @param file that is changed, or null */
        boolean takes(Subject subject, String file) {
            return switch (this) {
                case INSPECT -> file != null && file.matches(MODEL);
                case GENERATE -> !subject.name().equals(LARGE);
                case VERIFY -> subject.name().startsWith("tiny") && (file == null || !file.endsWith(".yaml"));
                default -> true;
            };
        }

        List<String> command(Path folder, Subject subject, String file, Path made) {
            String name = name().toLowerCase(Locale.ROOT);
            String config = folder.resolve(subject.config()).toString();
            return switch (this) {
                case QUANTIZE -> List.of(name, config);
                case INSPECT -> List.of(
                        name,
                        folder.resolve(file).toString(),
                        "--html",
                        made.resolve("x.html").toString());
                case GENERATE, VERIFY -> List.of(name, config, "--out", made.toString());
            };
        }
    }

    private static final String MODEL = ".*\\.(onnx|tflite|json)";

    private final Path work;
    private final long seed;
    private final List<Subject> subjects;
    private final Map<String, int[]> counts = new TreeMap<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private int wrong;

    private Campaign(Path work, long seed) throws IOException {
        this.work = Files.createDirectories(work);
        this.seed = seed;
        subjects = Subjects.all(Files.createDirectories(work.resolve("subjects")));
        PrintStream caught = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(caught);
        System.setErr(caught);
    }

    public static void main(String[] arguments) throws Exception {
        Campaign campaign = new Campaign(Path.of(arguments[0]).toAbsolutePath(), Long.parseLong(arguments[2]));
        for (Subject subject : campaign.subjects) {
            for (Verb verb : Verb.values()) {
                String model = subject.files().keySet().stream()
                        .filter(name -> name.matches(MODEL))
                        .findFirst()
                        .orElse(null);
                if (verb.takes(subject, model)) {
                    campaign.run(verb, "unchanged", subject, subject.files(), model, subject.name());
                }
            }
        }
        int first = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        int end = arguments.length > 3 ? first + 1 : Integer.parseInt(arguments[1]);
        for (int i = first; i < end; i++) {
            campaign.change(i);
        }
        campaign.table();
        campaign.out.flush();
        Runtime.getRuntime().halt(campaign.wrong == 0 ? 0 : 1);
    }

    /** A file that can be changed. */
    private record Target(Subject subject, String file) {}

    /** Configurations, models and data, of which equally many are changed. */
    private List<List<Target>> targets() {
        List<List<Target>> targets = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Subject subject : subjects) {
            for (String file : subject.files().keySet()) {
                int kind = file.endsWith(".yaml") ? 0 : file.matches(MODEL) ? 1 : 2;
                targets.get(kind).add(new Target(subject, file));
            }
        }
        return targets;
    }

    private void change(int number) throws Exception {
        Random random = new Random(seed * 1_000_003 + number);
        List<Target> targets = targets().get(random.nextInt(3));
        Target target = targets.get(random.nextInt(targets.size()));
        Subject subject = target.subject();
        String name = target.file();
        byte[] before = subject.files().get(name);
        Mutator mutator = new Mutator(random);
        String kind = name.substring(name.lastIndexOf('.') + 1);
        byte[] after = before;
        for (int i = 0; i < (kind.equals("yaml") ? 1 : 1 + random.nextInt(2)); i++) {
            after = switch (kind) {
                case "yaml", "json" -> random.nextInt(8) == 0 ? mutator.bytes(after) : mutator.yaml(after);
                case "csv" -> mutator.csv(after);
                case "onnx" -> new ProtobufMutator(mutator).changed(after);
                default -> mutator.bytes(after);
            };
        }
        Map<String, byte[]> files = new TreeMap<>(subject.files());
        files.put(name, after);
        Verb verb = Verb.values()[random.nextInt(Verb.values().length)];
        run(
                verb.takes(subject, name) ? verb : Verb.QUANTIZE,
                kind,
                subject,
                files,
                name,
                number + ", " + subject.name() + ", " + name);
    }

    private void run(Verb verb, String kind, Subject subject, Map<String, byte[]> files, String changed, String what)
            throws Exception {
        Path folder = work.resolve("run");
        Path made = work.resolve("made");
        for (Path old : List.of(folder, made)) {
            if (Files.exists(old)) {
                ContentCache.delete(old);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path place = folder.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.write(place, file.getValue());
        }
        List<Path> before = left(folder);
        String[] command = verb.command(folder, subject, changed, made).toArray(String[]::new);
        FutureTask<CommandRun> task = new FutureTask<>(() -> CommandRun.of(command));
        Thread thread = new Thread(null, task, command[0], 1 << 20);
        thread.setDaemon(true);
        long start = System.nanoTime();
        thread.start();
        String complaint = "";
        int code = -1;
        try {
            CommandRun run = task.get(kind.equals("unchanged") ? SECONDS_OF_UNCHANGED : SECONDS, TimeUnit.SECONDS);
            code = run.code();
            complaint = complaint(verb, kind, subject, run);
        } catch (TimeoutException e) {
            StringBuilder trace = new StringBuilder("more than " + SECONDS + " s, at");
            Stream.of(thread.getStackTrace()).limit(12).forEach(at -> trace.append("\n    ")
                    .append(at));
            complaint = trace.toString();
            thread.interrupt();
            thread.join(2000);
        } catch (ExecutionException e) {
            complaint = "thrown: " + e.getCause() + " at " + e.getCause().getStackTrace()[0];
        }
        if (printed.size() > 0) {
            complaint += " printed past the console: " + printed.toString(StandardCharsets.UTF_8);
            printed.reset();
        }
        List<Path> after = left(folder);
        if (complaint.isEmpty() && !before.equals(after)) {
            after.removeAll(before);
            complaint = after.isEmpty() ? "files of the input are gone" : "files left behind: " + after;
        }
        boolean page = verb == Verb.INSPECT && code == 2;
        if (complaint.isEmpty() && Files.exists(made) != (code == 0) && !page && verb != Verb.QUANTIZE) {
            complaint = code == 0 ? "nothing written" : "written in spite of exit code " + code + ": " + left(made);
        }
        count(verb.name().toLowerCase(Locale.ROOT) + " " + kind, code, System.nanoTime() - start, complaint.isEmpty());
        if (!complaint.isEmpty() && ++wrong <= SHOWN) {
            out.println("change " + command[0] + ", " + what + " (seed " + seed + "): " + complaint);
        }
    }

    private static String complaint(Verb verb, String kind, Subject subject, CommandRun run) {
        if (run.code() < 0 || run.code() > 2) {
            return "exit code " + run.code();
        }
        if (run.err().contains("internal error")
                || run.err().contains("\tat ")
                || run.err().contains("Exception")) {
            return run.err();
        }
        if (run.code() != 0 && run.err().lines().count() < 2) {
            return "no remedy: " + run.err();
        }
        return kind.equals("unchanged")
                        && (verb == Verb.QUANTIZE || verb == Verb.VERIFY)
                        && subject.good()
                        && run.code() != 0
                ? "must be accepted: " + run.err()
                : "";
    }

    private void count(String kind, int code, long nanoseconds, boolean good) {
        int[] row = counts.computeIfAbsent(kind, k -> new int[6]);
        row[code < 0 || code > 2 ? 3 : code]++;
        row[4] += good ? 0 : 1;
        row[5] = Math.max(row[5], (int) TimeUnit.NANOSECONDS.toMillis(nanoseconds));
    }

    private void table() {
        TextTable table = new TextTable("kind", "runs", "exit 0", "exit 1", "exit 2", "none", "wrong", "slowest, ms");
        int[] sum = new int[6];
        counts.forEach((kind, row) -> {
            table.row(kind, row[0] + row[1] + row[2] + row[3], row[0], row[1], row[2], row[3], row[4], row[5]);
            for (int i = 0; i < 5; i++) {
                sum[i] += row[i];
            }
            sum[5] = Math.max(sum[5], row[5]);
        });
        table.row("all", sum[0] + sum[1] + sum[2] + sum[3], sum[0], sum[1], sum[2], sum[3], sum[4], sum[5]);
        table.lines().forEach(out::println);
    }

    /** Files in the working folder, in the folder of the run and in that for temporary files. */
    private List<Path> left(Path folder) {
        List<Path> files = new ArrayList<>();
        for (Path place : List.of(folder, Path.of(""), Path.of(System.getProperty("java.io.tmpdir")))) {
            try (Stream<Path> all = place.equals(folder) ? Files.walk(place) : Files.list(place)) {
                all.filter(file -> !file.getFileName().toString().matches("jna.*|hsperf.*|\\.font.*|jSerialComm.*"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }
}
