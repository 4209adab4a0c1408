#include "hw/audio/pulse_source.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "hw/audio/pulse_messages.h"

namespace gatehouse::hw {
namespace {

using pulse::Command;
using pulse::Request;

constexpr std::uint32_t kPiece =
    kSampleRate / 50 * kChannels * 2;            // bytes of 20 ms, which is how late we get it
constexpr std::uint32_t kWaiting = 10 * kPiece;  // what the server keeps for us at most
// A server that ends every stream it just made would be asked for ever.
constexpr int kStreams = 100;

// What is awaited, by the tag of its request.
enum Tag : std::uint32_t { tag_auth, tag_name, tag_watch, tag_server, tag_stream, tag_ignored };

class PulseSource final : public AudioSource {
 public:
  PulseSource(UniqueFd socket, Heard heard) : socket_(std::move(socket)), heard_(std::move(heard)) {}

  int fd() const override { return socket_.get(); }
  bool recording() const override { return stream_ != pulse::kNone; }

  Result<void> greet(const std::string& cookie) {
    Bytes shown(pulse::kCookieSize);
    std::memcpy(shown.data(), cookie.data(), std::min(cookie.size(), shown.size()));
    return send(Request(Command::auth, tag_auth).u32(pulse::kVersion).arbitrary(shown));
  }

  Result<void> on_readable() override {
    std::array<std::uint8_t, 16384> buffer;
    const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (size <= 0) return Error{"the sound server went away"};
    frames_.feed(ByteView(buffer.data(), static_cast<std::size_t>(size)));
    while (const auto frame = frames_.next()) {
      if (frame->channel == pulse::kNone) {
        if (auto ok = control(frame->payload); !ok) return ok;
      } else if (frame->channel == stream_) {
        samples(frame->payload);
      }
    }
    if (frames_.broken()) return not_understood();
    return {};
  }

 private:
  static Error not_understood() { return Error{"the sound server says what is not its protocol"}; }

  Result<void> send(Request& request) { return send(request.take()); }
  Result<void> send(const Bytes& frame) {
    const ssize_t sent = ::send(socket_.get(), frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(frame.size())) return {};
    return Error{"the sound server does not read what it is asked"};
  }

  Result<void> control(ByteView payload) {
    pulse::Fields fields(payload);
    const auto command = static_cast<Command>(fields.u32());
    const std::uint32_t tag = fields.u32();
    if (fields.failed()) return not_understood();
    switch (command) {
      case Command::reply:
        return answered(tag, fields);
      case Command::error:
        return refused(tag);
      case Command::record_stream_killed:
        if (fields.u32() != stream_) return {};
        stream_ = pulse::kNone;
        output_.clear();
        return ask_server();
      case Command::subscribe_event: {
        const std::uint32_t event = fields.u32();
        const bool concerns = (event & pulse::kFacility) == pulse::kFacilityServer ||
                              ((event & pulse::kFacility) == pulse::kFacilitySink &&
                               (event & pulse::kHappened) != pulse::kHappenedChange);
        return concerns ? ask_server() : Result<void>();
      }
      default:
        return {};  // news that does not matter here
    }
  }

  Result<void> answered(std::uint32_t tag, pulse::Fields& fields) {
    switch (tag) {
      case tag_auth: {
        const std::uint32_t version = fields.u32() & 0xffff;
        if (fields.failed() || version < pulse::kVersion)
          return Error{"the sound server is older than PulseAudio 0.9.15"};
        auto named =
            send(Request(Command::set_client_name, tag_name).properties({{"application.name", "Gatehouse"}}));
        if (!named) return named;
        auto watching =
            send(Request(Command::subscribe, tag_watch).u32(pulse::kWatchSinks | pulse::kWatchServer));
        if (!watching) return watching;
        return ask_server();
      }
      case tag_server: {
        asking_ = false;
        for (int i = 0; i < 4; ++i) fields.string();  // the server's name, version, account and host
        fields.skip_sample_spec();
        const std::string output = fields.string().value_or("");
        if (fields.failed()) return not_understood();
        return std::exchange(again_, false) ? ask_server() : record_from(output);
      }
      case tag_stream: {
        const std::uint32_t stream = fields.u32();
        if (fields.failed()) return not_understood();
        opening_ = false;
        stream_ = stream;
        odd_.clear();
        return late_ ? ask_server() : Result<void>();
      }
      default:
        return {};
    }
  }

  Result<void> refused(std::uint32_t tag) {
    if (tag == tag_auth) return Error{"the sound server does not let this account in"};
    if (tag == tag_server) return not_understood();
    if (tag == tag_stream) {  // the output is gone already, or there is none; news will come
      opening_ = false;
      output_.clear();
      if (late_) return ask_server();
    }
    return {};
  }

  // Which output is the default now.
  Result<void> ask_server() {
    if (opening_) {
      late_ = true;
      return {};
    }
    late_ = false;
    if (asking_) {
      again_ = true;
      return {};
    }
    asking_ = true;
    return send(Request(Command::get_server_info, tag_server).take());
  }

  Result<void> record_from(const std::string& output) {
    if (output == output_) return {};
    output_ = output;
    if (stream_ != pulse::kNone) {
      auto dropped = send(Request(Command::delete_record_stream, tag_ignored).u32(stream_));
      stream_ = pulse::kNone;
      if (!dropped) return dropped;
    }
    if (output.empty()) return {};
    if (++streams_ > kStreams) return Error{"the sound server ends every recording"};
    opening_ = true;
    Request request(Command::create_record_stream, tag_stream);
    request.sample_spec().channel_map();
    request.u32(pulse::kNone).string("@DEFAULT_MONITOR@");
    request.u32(kWaiting).boolean(false).u32(kPiece);
    for (int i = 0; i < 7; ++i) request.boolean(false);  // no_remap … variable_rate: as it is usual
    request.boolean(false).boolean(true);                // peaks alone; the source's latency as ours
    request.properties({{"media.name", "Remote session"}}).u32(pulse::kNone);
    request.boolean(false);                // early requests
    request.boolean(true).boolean(false);  // an output where nothing plays may sleep; so do we
    return send(request);
  }

  // Frames are whole in what servers send, and nothing says so.
  void samples(ByteView bytes) {
    odd_.insert(odd_.end(), bytes.begin(), bytes.end());
    const std::size_t whole = odd_.size() / (kChannels * 2) * (kChannels * 2);
    if (whole == 0) return;
    std::vector<std::int16_t> samples(whole / 2);
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<std::int16_t>(odd_[2 * i] | odd_[2 * i + 1] << 8);
    odd_.erase(odd_.begin(), odd_.begin() + static_cast<std::ptrdiff_t>(whole));
    heard_(samples);
  }

  const UniqueFd socket_;
  const Heard heard_;
  pulse::Frames frames_;
  std::string output_;                   // whose monitor is recorded; empty: none
  std::uint32_t stream_ = pulse::kNone;  // that of it, once it is there
  bool asking_ = false, again_ = false;  // for the server's default; there was news meanwhile
  bool opening_ = false, late_ = false;  // the stream; there was news meanwhile
  int streams_ = 0;                      // so far
  Bytes odd_;                            // of a frame that is not whole yet
};

}  // namespace

Result<std::unique_ptr<AudioSource>> open_pulse(UniqueFd socket, const std::string& cookie,
                                                AudioSource::Heard heard) {
  auto source = std::make_unique<PulseSource>(std::move(socket), std::move(heard));
  if (auto greeted = source->greet(cookie); !greeted) return greeted.error();
  return std::unique_ptr<AudioSource>(std::move(source));
}

}  // namespace gatehouse::hw
