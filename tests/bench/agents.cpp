// Thousands of idle agents on one loop: enrols them, keeps their control links as agents do, and says in lines of
// JSON when all of them are there.
//   bench_agents --port=PORT --ca=FILE --tokens=FILE --agents=N
// FILE of tokens: one a line, enough uses for N. On end of standard input it ends.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "appliance/agent/backoff.h"
#include "appliance/agent/enrolment.h"
#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"
#include "appliance/wire/enrolment_token.h"
#include "appliance/wire/heartbeat.h"

namespace gatehouse {
namespace {

using Time = std::chrono::steady_clock;

constexpr std::size_t kFileCap = 1 << 20;
constexpr int kEnrolAtOnce = 16;
constexpr int kTokenUses = 1000;

struct Bench {
  net::EventLoop loop;
  std::uint16_t port = 0;
  std::string ca, key, request;
  std::vector<std::string> tokens;
  std::size_t wanted = 0, online = 0, attempts = 0;
  Time::time_point since = Time::now();

  net::TlsClientOptions options() const {
    net::TlsClientOptions tls;
    tls.host = "127.0.0.1";
    tls.port = port;
    tls.server_name = "gatehouse.appliance";
    tls.trusted_ca = ca;
    return tls;
  }
  void say(const char* event) {
    const double seconds = std::chrono::duration<double>(Time::now() - since).count();
    const nlohmann::json line = {
        {"event", event}, {"seconds", seconds}, {"online", online}, {"attempts", attempts}};
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
  }
  void count(int change) {
    const bool were_all = online == wanted;
    online += static_cast<std::size_t>(change);
    if (were_all) {
      since = Time::now();
      attempts = 0;
    }
    if (online == wanted) say("all_online");
  }
};

// One agent's control link (agent/link.h without its log).
class Idler {
 public:
  Idler(Bench& bench, std::string certificate) : bench_(bench), certificate_(std::move(certificate)) {}

  void start() {
    retry_.reset();
    ++bench_.attempts;
    net::TlsClientOptions tls = bench_.options();
    tls.certificate = certificate_;
    tls.key = bench_.key;
    tls.idle_link = resumption_;
    dialing_ =
        net::tls_connect(bench_.loop, std::move(tls), [this](auto stream) { connected(std::move(stream)); });
  }
  void tick() {
    if (!heartbeat_) return;
    switch (heartbeat_->due(clock_.steady())) {
      case wire::Heartbeat::Due::nothing:
        return;
      case wire::Heartbeat::Due::ping:
        return stream_->write(wire::encode(wire::Ping{0}));
      case wire::Heartbeat::Due::over:
        return broke();
    }
  }

 private:
  void connected(Result<std::unique_ptr<net::TlsStream>> stream) {
    if (!stream) return broke();
    stream_ = *std::move(stream);
    reader_ = {};
    stream_->start({.data = [this](ByteView data) { received(data); },
                    .drained = [] {},
                    .closed = [this](std::optional<Error>) { broke(); }});
    stream_->write(wire::encode(wire::Hello{wire::kVersion, std::string(32, 'k'), {}}));
  }
  void received(ByteView data) {
    reader_.feed(data);
    while (const auto record = reader_.next()) {
      if (heartbeat_) heartbeat_->heard(clock_.steady());
      if (const auto* welcome = std::get_if<wire::Welcome>(&*record)) {
        backoff_.reset();
        if (!heartbeat_) bench_.count(1);
        heartbeat_.emplace(clock_.steady(), std::chrono::seconds(welcome->heartbeat_seconds));
      } else if (const auto* ping = std::get_if<wire::Ping>(&*record)) {
        stream_->write(wire::encode(wire::Pong{ping->opaque}));
      } else if (std::holds_alternative<wire::Goodbye>(*record)) {
        return broke();
      }
    }
  }
  void broke() {
    if (heartbeat_) bench_.count(-1);
    heartbeat_.reset();
    stream_.reset();
    retry_ = bench_.loop.after(backoff_.next(), [this] { start(); });
  }

  Bench& bench_;
  const std::string certificate_;
  const SystemClock clock_{};
  const std::shared_ptr<net::TlsResumption> resumption_ = net::TlsResumption::create();
  agent::Backoff backoff_;
  net::EventLoop::HandlePtr dialing_, retry_;
  std::unique_ptr<net::TlsStream> stream_;
  wire::RecordReader reader_;
  std::optional<wire::Heartbeat> heartbeat_;
};

class Crowd {
 public:
  explicit Crowd(Bench& bench) : bench_(bench) {
    for (int i = 0; i < kEnrolAtOnce; ++i) enrol_next(i);
  }

 private:
  void enrol_next(int slot) {
    if (begun_ == bench_.wanted) return;
    const std::string& token = bench_.tokens.at(begun_++ / kTokenUses);
    const auto parts = wire::parse_enrolment_token(token);
    if (!parts) throw std::runtime_error("no enrolment token: " + token);
    wire::Facts facts;
    facts.host_name = "agent-" + std::to_string(begun_);
    enrolments_[slot] = std::make_unique<agent::Enrolment>(
        bench_.loop,
        [this](agent::Dialed done) {
          return net::tls_connect(bench_.loop, bench_.options(), std::move(done));
        },
        wire::Enrol{wire::kVersion, parts->secret, bench_.request, facts},
        [this, slot](Result<std::string> certificate) {
          if (!certificate) throw std::runtime_error(certificate.error().message);
          agents_.push_back(std::make_unique<Idler>(bench_, *certificate));
          bench_.loop.post([this, slot] {
            enrolments_[slot].reset();
            if (agents_.size() == bench_.wanted) return connect();
            enrol_next(slot);
          });
        });
  }
  void connect() {
    bench_.say("enrolled");
    bench_.since = Time::now();
    for (const auto& one : agents_) one->start();
    ticking_ = bench_.loop.every(std::chrono::seconds(1), [this] {
      for (const auto& one : agents_) one->tick();
    });
  }

  Bench& bench_;
  std::size_t begun_ = 0;
  std::map<int, std::unique_ptr<agent::Enrolment>> enrolments_;
  std::vector<std::unique_ptr<Idler>> agents_;
  net::EventLoop::HandlePtr ticking_;
};

int run(const std::map<std::string, std::string>& options) {
  log::set_level(log::Level::error);
  Bench bench;
  bench.port = static_cast<std::uint16_t>(std::stoi(options.at("port")));
  bench.wanted = std::stoul(options.at("agents"));
  const auto ca = read_file(options.at("ca"), kFileCap, FileKind::foreign);
  const auto tokens = read_file(options.at("tokens"), kFileCap, FileKind::foreign);
  if (!ca || !tokens) throw std::runtime_error("cannot read --ca or --tokens");
  bench.ca = *ca;
  bench.tokens = split(trimmed(*tokens), '\n');
  bench.key = net::new_key_pem();
  const auto request = net::new_request(bench.key);
  if (!request) throw std::runtime_error(request.error().message);
  bench.request = *request;
  Crowd crowd(bench);
  const auto input = bench.loop.on_readable(STDIN_FILENO, [&] { bench.loop.stop(); });
  bench.loop.run();
  return 0;
}

}  // namespace
}  // namespace gatehouse

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto equals = word.find('=');
    if (word.starts_with("--") && equals != std::string::npos)
      options[word.substr(2, equals - 2)] = word.substr(equals + 1);
  }
  try {
    return gatehouse::run(options);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_agents: %s\n", problem.what());
    return 1;
  }
}
