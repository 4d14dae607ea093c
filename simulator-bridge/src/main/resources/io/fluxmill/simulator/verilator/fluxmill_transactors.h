// SPDX-License-Identifier: Apache-2.0
// Bus-functional models of the AXI ports of a design. Each is called twice a clock cycle: drive() sets the design's
// inputs for the cycle, sample() looks at the settled outputs just before the rising edge.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace fluxmill {

// Ends the simulation; caught at every extern "C" entry.
struct Failure {
    const char* kind;
    std::string file;
    int line;
    std::string text;
};

// Sets the low `bits` of a port.
inline void ones(void* port, uint32_t bits) {
    memset(port, 0xFF, bits / 8);
    if (bits % 8 != 0) static_cast<uint8_t*>(port)[bits / 8] = static_cast<uint8_t>((1u << bits % 8) - 1);
}

[[noreturn]] inline void violation(const char* port, const std::string& rule) {
    throw Failure{"protocol", "", 0, std::string(port) + ": " + rule};
}

// Storage of a port of the top module.
struct Port {
    void* data;
    size_t bytes;
};

// xorshift64*: the same sequence on every machine for a seed.
class Random {
public:
    void seed(uint64_t value) { state_ = (value + 1) * 0x9E3779B97F4A7C15ull | 1; }
    uint32_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<uint32_t>((state_ * 0x2545F4914F6CDD1Dull) >> 32);
    }

private:
    uint64_t state_ = 1;
};

// Decides in which cycles a side of a handshake pauses.
class Pauses {
public:
    void set(uint32_t percent, uint64_t seed) {
        threshold_ = static_cast<uint64_t>(percent) * (1ull << 32) / 100;
        random_.seed(seed);
    }
    bool now() { return threshold_ != 0 && random_.next() < threshold_; }

private:
    uint64_t threshold_ = 0;
    Random random_;
};

// What all streams have in common: a posted buffer of whole beats.
class Transfer {
public:
    void post(uint8_t* data, uint64_t beats) {
        next_ = data;
        total_ = left_ = beats;
    }
    uint64_t left() const { return left_; }
    uint64_t moved() const { return total_ - left_; }

protected:
    uint8_t* next_ = nullptr;
    uint64_t total_ = 0;
    uint64_t left_ = 0;
};

// Master of a stream into the design. P: name, bytes, data(d), valid(d, v), ready(d), last(d, v).
template <class P, class D>
class Source : public Transfer {
public:
    static constexpr bool isSink = false;
    Pauses pauses;

    void drive(D& d) {
        if (valid_) return;  // a valid beat stays until it is taken
        if (left_ == 0 || pauses.now()) {
            P::valid(d, false);
            return;
        }
        memcpy(P::data(d), next_, P::bytes);
        P::last(d, left_ == 1);
        P::valid(d, true);
        valid_ = true;
    }
    void sample(D& d) {
        if (!valid_ || !P::ready(d)) return;
        valid_ = false;
        next_ += P::bytes;
        --left_;
    }
    void rest(D& d) {
        if (left_ == 0) P::valid(d, false);
    }
    void cancel(D& d) {
        left_ = 0;
        valid_ = false;
        P::valid(d, false);
    }

private:
    bool valid_ = false;
};

// Slave of a stream out of the design. P: name, bytes, hasLast, data(d), valid(d), ready(d, v), last(d).
template <class P, class D>
class Sink : public Transfer {
public:
    static constexpr bool isSink = true;
    Pauses pauses;
    std::vector<uint64_t> lasts;  // beats of this transfer that had tlast

    void post(uint8_t* data, uint64_t beats) {
        Transfer::post(data, beats);
        lasts.clear();
    }
    void drive(D& d) {
        ready_ = left_ != 0 && !pauses.now();
        P::ready(d, ready_);
    }
    void sample(D& d) {
        const bool valid = P::valid(d);
        if (waiting_) check(d, valid);
        if (!valid) return;
        if (ready_) {
            take(d);
        } else if (!waiting_) {
            waiting_ = true;
            memcpy(held_, P::data(d), P::bytes);
            heldLast_ = P::last(d);
        }
    }
    void rest(D& d) { P::ready(d, false); }
    void cancel(D& d) {
        left_ = 0;
        waiting_ = false;
        P::ready(d, false);
    }

private:
    void take(D& d) {
        memcpy(next_, P::data(d), P::bytes);
        next_ += P::bytes;
        if (P::last(d)) lasts.push_back(total_ - left_);
        --left_;
        waiting_ = false;
    }
    void check(D& d, bool valid) const {
        if (!valid) violation(P::name, "tvalid fell before the beat was taken");
        if (memcmp(held_, P::data(d), P::bytes) != 0) violation(P::name, "tdata changed before the beat was taken");
        if (heldLast_ != P::last(d)) violation(P::name, "tlast changed before the beat was taken");
    }

    bool ready_ = false;
    bool waiting_ = false;
    bool heldLast_ = false;
    uint8_t held_[P::bytes];
};

// AXI4-Lite master: one access at a time; address and data channels of a write are independent.
template <class P, class D>
class BusMaster {
public:
    Pauses pauses;

    void write(uint32_t address, uint32_t data) {
        cancelState();
        address_ = address;
        data_ = data;
        addressPending_ = dataPending_ = true;
        busy_ = writing_ = true;
    }
    void read(uint32_t address) {
        cancelState();
        address_ = address;
        addressPending_ = true;
        busy_ = true;
    }
    bool busy() const { return busy_; }
    uint32_t data() const { return data_; }
    uint32_t response() const { return response_; }

    void drive(D& d) {
        if (!busy_) return;
        if (addressPending_ && !addressValid_ && !pauses.now()) addressValid_ = true;
        if (dataPending_ && !dataValid_ && !pauses.now()) dataValid_ = true;
        answerReady_ = !pauses.now();
        if (writing_) {
            P::writeAddress(d, address_, addressValid_);
            P::writeData(d, data_, dataValid_);
            P::bready(d, answerReady_);
        } else {
            P::readAddress(d, address_, addressValid_);
            P::rready(d, answerReady_);
        }
    }
    void sample(D& d) {
        const bool bvalid = P::bvalid(d), rvalid = P::rvalid(d);
        if (!busy_) {
            if (bvalid) violation(P::name, "bvalid without a write");
            if (rvalid) violation(P::name, "rvalid without a read");
            return;
        }
        if (writing_) {
            if (addressValid_ && P::awready(d)) addressPending_ = addressValid_ = false;
            if (dataValid_ && P::wready(d)) dataPending_ = dataValid_ = false;
            if (rvalid) violation(P::name, "rvalid without a read");
            answer(bvalid, P::bresp(d), 0, "b");
        } else {
            if (addressValid_ && P::arready(d)) addressPending_ = addressValid_ = false;
            if (bvalid) violation(P::name, "bvalid without a write");
            answer(rvalid, P::rresp(d), P::rdata(d), "r");
        }
    }
    void rest(D& d) {
        P::writeAddress(d, address_, false);
        P::writeData(d, data_, false);
        P::readAddress(d, address_, false);
        P::bready(d, false);
        P::rready(d, false);
    }
    void cancel(D& d) {
        cancelState();
        rest(d);
    }

private:
    void cancelState() {
        busy_ = writing_ = waiting_ = false;
        addressPending_ = dataPending_ = addressValid_ = dataValid_ = false;
    }
    void answer(bool valid, uint32_t response, uint32_t data, const char* channel) {
        const std::string name(channel);
        if (waiting_) {
            if (!valid) violation(P::name, name + "valid fell before the answer was taken");
            if (response != response_ || (!writing_ && data != data_))
                violation(P::name, name + "resp or data changed before the answer was taken");
        }
        if (!valid) return;
        if (addressPending_ || dataPending_) violation(P::name, name + "valid before the request was taken");
        response_ = response;
        if (!writing_) data_ = data;
        waiting_ = !answerReady_;
        if (answerReady_) busy_ = false;  // the inputs rest after the edge
    }

    bool busy_ = false, writing_ = false;
    bool addressPending_ = false, dataPending_ = false, addressValid_ = false, dataValid_ = false;
    bool answerReady_ = false, waiting_ = false;
    uint32_t address_ = 0, data_ = 0, response_ = 0;
};

// A design without a register bus.
struct NoBus {
    Pauses pauses;
    template <class D> void drive(D&) {}
    template <class D> void sample(D&) {}
    template <class D> void rest(D&) {}
    template <class D> void cancel(D&) {}
    void write(uint32_t, uint32_t) {}
    void read(uint32_t) {}
    bool busy() const { return false; }
    uint32_t data() const { return 0; }
    uint32_t response() const { return 0; }
};

}  // namespace fluxmill
