// SPDX-License-Identifier: Apache-2.0
// Plays a script (see PlainLoopSide) on a model of the bridge, without a JVM. Linked with the library that the bridge built.
// Usage: plain_loop SCRIPT TIMES RESULTS; prints cycles, wall seconds and processor seconds of the measured part.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

extern "C" {
int64_t fluxmill_create(int64_t seed);
int fluxmill_reset(int64_t model, int64_t cycles);
int fluxmill_run(int64_t model, int64_t limit, int until);
int64_t fluxmill_write(int64_t model, int address, int value, int64_t limit);
int64_t fluxmill_read(int64_t model, int address, int64_t target, int64_t limit);
int fluxmill_post(int64_t model, int stream, int64_t data, int64_t beats);
int64_t fluxmill_cycles(int64_t model);
}

namespace {
enum Kind : int32_t { WRITE, AWAIT_CLEAR, SEND, RECEIVE, MOVE };  // MOVE runs the transfers posted before it
constexpr int64_t BUS_LIMIT = 10'000, RUN_LIMIT = int64_t{1} << 40;
constexpr int RESET_CYCLES = 8, UNTIL_MOVED = 1;

struct Step {
    int32_t kind, a, b;         // address and value or mask; stream and beats
    std::vector<uint8_t> data;  // of a stream
};

[[noreturn]] void fail(const char* what) {
    fprintf(stderr, "plain_loop: %s\n", what);
    exit(1);
}

int32_t word(FILE* in) {
    int32_t value = 0;
    if (fread(&value, sizeof value, 1, in) != 1) fail("script is too short");
    return value;
}

// A list of steps: their number, then kind, two words and the length of the data of each; a length has data in SEND only.
std::vector<Step> steps(FILE* in) {
    std::vector<Step> list(static_cast<size_t>(word(in)));
    for (Step& s : list) {
        s.kind = word(in);
        s.a = word(in);
        s.b = word(in);
        s.data.resize(static_cast<size_t>(word(in)));
        if (s.kind == SEND && fread(s.data.data(), 1, s.data.size(), in) != s.data.size()) fail("script is too short");
    }
    return list;
}

void play(int64_t model, Step& s) {
    int32_t value = s.b;
    int64_t status = 0;
    switch (s.kind) {
        case WRITE:
            status = fluxmill_write(model, s.a, s.b, BUS_LIMIT);
            break;
        case AWAIT_CLEAR:
            while ((value & s.b) != 0) {
                status = fluxmill_read(model, s.a, reinterpret_cast<int64_t>(&value), BUS_LIMIT);
                if (status != 0) break;
            }
            break;
        case MOVE:
            status = fluxmill_run(model, RUN_LIMIT, UNTIL_MOVED);
            break;
        default:
            status = fluxmill_post(model, s.a, reinterpret_cast<int64_t>(s.data.data()), s.b);
    }
    if (status != 0) fail("an access failed");
}

double processorSeconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}
}  // namespace

int main(int, char** arguments) {
    FILE* script = fopen(arguments[1], "rb");
    if (script == nullptr) fail("script cannot be read");
    std::vector<Step> load = steps(script), run = steps(script);
    fclose(script);
    const int times = atoi(arguments[2]);
    const int64_t model = fluxmill_create(0);
    if (model == 0 || fluxmill_reset(model, RESET_CYCLES) != 0) fail("no model");
    for (Step& s : load) play(model, s);
    const int64_t before = fluxmill_cycles(model);
    const double cpu = processorSeconds();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i)
        for (Step& s : run) play(model, s);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    printf("%lld %.9f %.9f\n", static_cast<long long>(fluxmill_cycles(model) - before), wall.count(),
        processorSeconds() - cpu);
    FILE* results = fopen(arguments[3], "wb");
    for (const Step& s : run)
        if (s.kind == RECEIVE && fwrite(s.data.data(), 1, s.data.size(), results) != s.data.size()) fail("no results");
    fclose(results);
    return 0;
}
