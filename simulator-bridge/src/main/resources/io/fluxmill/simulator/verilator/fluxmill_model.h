// SPDX-License-Identifier: Apache-2.0
// The clock loop around a verilated design, and the C functions that the bridge calls. The generated shim gives the
// names: Vdesign, FLUXMILL_FILE (VerilatedVcdC, VerilatedFstC or absent) and fluxmill::Ports with
//   Bus, Streams (a tuple of Source and Sink), clock(d, v), reset(d, v), interrupt(d), tie(d), list(d).
#pragma once
#include <cstdarg>
#include <cstdio>
#include <exception>
#include <memory>
#include <tuple>
#include <utility>

#include "fluxmill_transactors.h"

namespace fluxmill {

constexpr int DONE = 0, LIMIT = 1, FAILED = 2;            // answers of every entry
constexpr uint32_t UNTIL_MOVED = 1, UNTIL_INTERRUPT = 2;  // conditions of run
constexpr uint64_t TICKS = 10;                            // time units a cycle; the clock rises in the middle
constexpr size_t CONSOLE_LIMIT = 1 << 16;

thread_local std::string console;  // what the design printed, the latest 64 KiB
thread_local Failure failure{"", "", 0, ""};

class Model {
public:
    Model(uint64_t seed) {
        context_.threads(1);
        context_.traceEverOn(FLUXMILL_TRACE);
        context_.randReset(seed == 0 ? 0 : 2);
        context_.randSeed(static_cast<int>(seed & 0x7FFFFFFF));
        context_.assertOn(true);
        design_ = std::make_unique<Vdesign>(&context_, "top");
        Ports::tie(*design_);
        Ports::clock(*design_, false);
        ports_ = Ports::list(*design_);
    }
    ~Model() { closeWaves(); }

    void reset(uint64_t cycles) {
        bus_.cancel(*design_);
        each([this](auto& s) { s.cancel(*design_); });
        Ports::reset(*design_, true);
        for (uint64_t i = 0; i < cycles; ++i) {
            settle();
            edge();
        }
        Ports::reset(*design_, false);
        origin_ = cycle_;
    }
    int run(uint64_t limit, uint32_t until) {
        const bool moving = until & UNTIL_MOVED, waiting = until & UNTIL_INTERRUPT;
        if (moving && left() == 0) return DONE;
        if (waiting) {
            settle();
            if (Ports::interrupt(*design_)) return DONE;
        }
        int answer = LIMIT;
        for (uint64_t i = 0; i < limit; ++i) {
            cycle();
            if ((moving && left() == 0) || (waiting && Ports::interrupt(*design_))) {
                answer = DONE;
                break;
            }
        }
        each([this](auto& s) { s.rest(*design_); });
        return answer;
    }
    int write(uint32_t address, uint32_t data, uint64_t limit) {
        bus_.write(address, data);
        return access(limit);
    }
    int read(uint32_t address, uint64_t limit) {
        bus_.read(address);
        return access(limit);
    }
    uint32_t busData() const { return bus_.data(); }
    uint32_t busResponse() const { return bus_.response(); }

    void cancel() {
        each([this](auto& s) { s.cancel(*design_); });
    }
    template <class F>
    void stream(int index, F f) {
        int i = 0;
        each([&](auto& s) {
            if (i++ == index) f(s);
        });
    }
    void busPauses(uint32_t percent, uint64_t seed) { bus_.pauses.set(percent, seed); }
    void settle() {
        Ports::clock(*design_, false);
        context_.time(cycle_ * TICKS);
        design_->eval();
    }
    const Port& port(int index) const { return ports_.at(static_cast<size_t>(index)); }
    uint64_t cycles() const { return cycle_ - origin_; }
    uint64_t time() const { return context_.time(); }

    // Records the cycles [from, to) after the reset.
    void waves(const char* file, uint64_t from, uint64_t to) {
        closeWaves();
        wavesFile_ = file;
        wavesFrom_ = origin_ + from;
        wavesTo_ = origin_ + to;
    }
    void closeWaves() {
#if FLUXMILL_TRACE
        if (trace_) trace_->close();
        trace_.reset();
#endif
        wavesFrom_ = wavesTo_ = UINT64_MAX;
    }
    void finish() { design_->final(); }

private:
    template <class F>
    void each(F f) {
        std::apply([&](auto&... s) { (f(s), ...); }, streams_);
    }
    uint64_t left() const {
        return std::apply([](auto&... s) { return (uint64_t{0} | ... | s.left()); }, streams_);
    }
    void cycle() {
        Vdesign& d = *design_;
        bus_.drive(d);
        each([&d](auto& s) { s.drive(d); });
        settle();
        bus_.sample(d);
        each([&d](auto& s) { s.sample(d); });
        edge();
    }
    void edge() {
#if FLUXMILL_TRACE
        if (cycle_ >= wavesFrom_ && cycle_ < wavesTo_) dump();
#endif
        Ports::clock(*design_, true);
        context_.time(cycle_ * TICKS + TICKS / 2);
        design_->eval();
        ++cycle_;
#if FLUXMILL_TRACE
        if (trace_) trace_->dump(context_.time());
        if (trace_ && cycle_ >= wavesTo_) closeWaves();
#endif
    }
    int access(uint64_t limit) {
        uint64_t i = 0;
        while (bus_.busy() && i++ < limit) cycle();
        const bool done = !bus_.busy();
        if (done) bus_.rest(*design_);
        return done ? DONE : LIMIT;
    }
#if FLUXMILL_TRACE
    void dump() {
        if (!trace_) {
            trace_ = std::make_unique<FLUXMILL_FILE>();
            design_->trace(trace_.get(), 99);
            trace_->open(wavesFile_.c_str());
            if (!trace_->isOpen()) throw Failure{"waves", wavesFile_, 0, "cannot be written"};
        }
        trace_->dump(context_.time());
    }
    std::unique_ptr<FLUXMILL_FILE> trace_;
#endif

    VerilatedContext context_;
    std::unique_ptr<Vdesign> design_;
    Ports::Bus bus_;
    Ports::Streams streams_;
    std::vector<Port> ports_;
    uint64_t cycle_ = 0, origin_ = 0;
    uint64_t wavesFrom_ = UINT64_MAX, wavesTo_ = UINT64_MAX;
    std::string wavesFile_;
};

// Runs one entry; whatever is thrown becomes FAILED.
template <class F>
int guarded(F f) noexcept {
    try {
        return f();
    } catch (Failure& x) {
        failure = std::move(x);
    } catch (const std::exception& x) {
        failure = Failure{"internal", "", 0, x.what()};
    } catch (...) {
        failure = Failure{"internal", "", 0, "unknown C++ exception"};
    }
    return FAILED;
}

inline Model& model(int64_t handle) { return *reinterpret_cast<Model*>(handle); }

inline int64_t copy(const std::string& text, int64_t target, int64_t capacity) {
    const int64_t n = std::min<int64_t>(static_cast<int64_t>(text.size()), capacity);
    memcpy(reinterpret_cast<void*>(target), text.data(), static_cast<size_t>(n));
    return n;
}

}  // namespace fluxmill

int fluxmill_print(const char* format, ...) {
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    const int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    std::string& console = fluxmill::console;
    console += text;
    if (console.size() > 2 * fluxmill::CONSOLE_LIMIT) console.erase(0, console.size() - fluxmill::CONSOLE_LIMIT);
    return n;
}

// Called by verilated code in place of its own versions, which end the process.
void vl_finish(const char* file, int line, const char*) { throw fluxmill::Failure{"finish", file, line, "$finish"}; }
void vl_stop(const char* file, int line, const char*) { throw fluxmill::Failure{"stop", file, line, ""}; }
void vl_fatal(const char* file, int line, const char*, const char* text) {
    throw fluxmill::Failure{"fatal", file, line, text};
}

#define FLUXMILL_ENTRY extern "C" __attribute__((visibility("default")))

// Handle of a new model, or 0.
FLUXMILL_ENTRY int64_t fluxmill_create(int64_t seed) {
    int64_t handle = 0;
    fluxmill::console.clear();
    fluxmill::guarded([&] {
        handle = reinterpret_cast<int64_t>(new fluxmill::Model(static_cast<uint64_t>(seed)));
        return fluxmill::DONE;
    });
    return handle;
}
FLUXMILL_ENTRY int fluxmill_destroy(int64_t h) {
    return fluxmill::guarded([=] {
        std::unique_ptr<fluxmill::Model> owner(&fluxmill::model(h));
        owner->closeWaves();
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_final(int64_t h) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).finish();
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_reset(int64_t h, int64_t cycles) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).reset(static_cast<uint64_t>(cycles));
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_run(int64_t h, int64_t limit, int until) {
    return fluxmill::guarded(
        [=] { return fluxmill::model(h).run(static_cast<uint64_t>(limit), static_cast<uint32_t>(until)); });
}
// The answer to a write is the response code in bits 33..32 above the status in bits 31..0 of the result.
FLUXMILL_ENTRY int64_t fluxmill_write(int64_t h, int address, int value, int64_t limit) {
    uint32_t response = 0;
    const int status = fluxmill::guarded([&] {
        fluxmill::Model& m = fluxmill::model(h);
        const int s = m.write(static_cast<uint32_t>(address), static_cast<uint32_t>(value), static_cast<uint64_t>(limit));
        response = m.busResponse();
        return s;
    });
    return static_cast<int64_t>(response) << 32 | status;
}
// As fluxmill_write; the value goes to a 32-bit word at `target`.
FLUXMILL_ENTRY int64_t fluxmill_read(int64_t h, int address, int64_t target, int64_t limit) {
    uint32_t response = 0;
    const int status = fluxmill::guarded([&] {
        fluxmill::Model& m = fluxmill::model(h);
        const int s = m.read(static_cast<uint32_t>(address), static_cast<uint64_t>(limit));
        response = m.busResponse();
        *reinterpret_cast<uint32_t*>(target) = m.busData();
        return s;
    });
    return static_cast<int64_t>(response) << 32 | status;
}
FLUXMILL_ENTRY int fluxmill_post(int64_t h, int stream, int64_t data, int64_t beats) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).stream(
            stream, [=](auto& s) { s.post(reinterpret_cast<uint8_t*>(data), static_cast<uint64_t>(beats)); });
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_cancel(int64_t h) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).cancel();
        return fluxmill::DONE;
    });
}
// Beats of the latest transfer that have moved.
FLUXMILL_ENTRY int64_t fluxmill_moved(int64_t h, int stream) {
    int64_t moved = 0;
    fluxmill::model(h).stream(stream, [&](auto& s) { moved = static_cast<int64_t>(s.moved()); });
    return moved;
}
// Number of beats with tlast in the latest transfer; the first `capacity` positions go to `target` as 64-bit words.
FLUXMILL_ENTRY int64_t fluxmill_lasts(int64_t h, int stream, int64_t target, int64_t capacity) {
    int64_t count = 0;
    fluxmill::model(h).stream(stream, [&](auto& s) {
        if constexpr (std::remove_reference_t<decltype(s)>::isSink) {
            count = static_cast<int64_t>(s.lasts.size());
            const size_t n = static_cast<size_t>(std::min(count, capacity));
            if (n != 0) memcpy(reinterpret_cast<void*>(target), s.lasts.data(), n * sizeof(uint64_t));
        }
    });
    return count;
}
// Pauses of a stream, or of the register bus if `stream` is -1.
FLUXMILL_ENTRY int fluxmill_pauses(int64_t h, int stream, int percent, int64_t seed) {
    return fluxmill::guarded([=] {
        const uint32_t share = static_cast<uint32_t>(percent);
        if (stream < 0) fluxmill::model(h).busPauses(share, static_cast<uint64_t>(seed));
        fluxmill::model(h).stream(stream, [=](auto& s) { s.pauses.set(share, static_cast<uint64_t>(seed)); });
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_peek(int64_t h, int port, int64_t target) {
    return fluxmill::guarded([=] {
        fluxmill::Model& m = fluxmill::model(h);
        m.settle();
        memcpy(reinterpret_cast<void*>(target), m.port(port).data, m.port(port).bytes);
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_poke(int64_t h, int port, int64_t source) {
    return fluxmill::guarded([=] {
        const fluxmill::Port& p = fluxmill::model(h).port(port);
        memcpy(p.data, reinterpret_cast<const void*>(source), p.bytes);
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_waves(int64_t h, int64_t file, int64_t from, int64_t to) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).waves(
            reinterpret_cast<const char*>(file), static_cast<uint64_t>(from), static_cast<uint64_t>(to));
        return fluxmill::DONE;
    });
}
FLUXMILL_ENTRY int fluxmill_close_waves(int64_t h) {
    return fluxmill::guarded([=] {
        fluxmill::model(h).closeWaves();
        return fluxmill::DONE;
    });
}
// Cycles since the latest reset.
FLUXMILL_ENTRY int64_t fluxmill_cycles(int64_t h) { return static_cast<int64_t>(fluxmill::model(h).cycles()); }
FLUXMILL_ENTRY int64_t fluxmill_time(int64_t h) { return static_cast<int64_t>(fluxmill::model(h).time()); }
// The latest failure of this thread as four lines: kind, file, line, text. Answers the number of bytes.
FLUXMILL_ENTRY int64_t fluxmill_failure(int64_t target, int64_t capacity) {
    const fluxmill::Failure& f = fluxmill::failure;
    return fluxmill::copy(
        std::string(f.kind) + '\n' + f.file + '\n' + std::to_string(f.line) + '\n' + f.text, target, capacity);
}
// Moves what the design printed since the last call to `target`.
FLUXMILL_ENTRY int64_t fluxmill_console(int64_t target, int64_t capacity) {
    const int64_t n = fluxmill::copy(fluxmill::console, target, capacity);
    fluxmill::console.clear();
    return n;
}
