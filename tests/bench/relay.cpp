// Drives a relay from both of its sides and prints lines of JSON.
//   bench_relay throughput --appliance=PORT --ca=FILE --code=SETUP_CODE --pid=PID [--seconds=5]
//   bench_relay sessions   --appliance=PORT --ca=FILE --code=SETUP_CODE --pid=PID [--seconds=5]
//   bench_relay certificates --directory=DIRECTORY     what another relay needs: relay.pem, authority.crt
//   bench_relay other --port=PORT --listen=PORT --ca=FILE --pid=PID    that relay, which connects to us at --listen
#include <atomic>
#include <cstdio>
#include <ctime>

#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/net/front_end.h"
#include "tests/bench/bench_device.h"
#include "tests/bench/process_time.h"
#include "tests/support/https_client.h"

namespace gatehouse::bench {
namespace {

using Time = std::chrono::steady_clock;
using Options = std::map<std::string, std::string>;
using test::HttpsClient;
using test::Json;

constexpr std::size_t kFileCap = 1 << 20;
constexpr std::chrono::milliseconds kSettle{1000};
constexpr double kGib = 1 << 30;

void say(const Json& line) {
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}
std::string file(const std::string& path) {
  const auto text = read_file(path, kFileCap, FileKind::foreign);
  if (!text) throw std::runtime_error("cannot read " + path);
  return *text;
}
void run_until(net::EventLoop& loop, const std::function<bool()>& holds) {
  const auto deadline = Time::now() + std::chrono::seconds(20);
  const auto look = loop.every(std::chrono::milliseconds(1), [&] {
    if (holds() || Time::now() > deadline) loop.stop();
  });
  loop.run();
  if (!holds()) throw std::runtime_error("it did not happen in time");
}

// One end of what is relayed: sends without end, if it is to, and counts what comes.
class End {
 public:
  explicit End(std::unique_ptr<net::TlsStream> stream) : stream_(std::move(stream)), chunk_(64 * 1024, 'x') {
    stream_->start({.data = [this](ByteView data) { received_ += data.size(); },
                    .drained = [this] { fill(); },
                    .closed = [](std::optional<Error>) { throw std::runtime_error("a connection ended"); }});
  }
  void send(bool on) {
    sending_ = on;
    fill();
  }
  bool idle() const { return stream_->pending() == 0; }
  std::uint64_t received() const { return received_; }

 private:
  void fill() {
    while (sending_ && stream_->pending() <= net::Stream::kHighWater) stream_->write(chunk_);
  }
  std::unique_ptr<net::TlsStream> stream_;
  const Bytes chunk_;
  bool sending_ = false;
  std::uint64_t received_ = 0;
};

// Bytes in one direction, in the other and in both, and what the relay's process needs for them.
void measure(net::EventLoop& loop, End& viewer, End& device, const Options& options) {
  const std::string pid = options.at("pid");
  const double seconds = options.contains("seconds") ? std::stod(options.at("seconds")) : 5;
  const struct {
    const char* name;
    bool from_viewer, from_device;
  } directions[] = {{"to_viewer", false, true}, {"to_device", true, false}, {"both", true, true}};
  for (const auto& direction : directions) {
    viewer.send(direction.from_viewer);
    device.send(direction.from_device);
    const auto wait = [&](std::chrono::duration<double> time) {
      const auto done =
          loop.after(std::chrono::duration_cast<std::chrono::milliseconds>(time), [&] { loop.stop(); });
      loop.run();
    };
    wait(kSettle);
    const ProcessTime before = process_time(pid);
    const double own = own_time();
    const std::uint64_t bytes = viewer.received() + device.received();
    const auto began = Time::now();
    wait(std::chrono::duration<double>(seconds));
    const double took = std::chrono::duration<double>(Time::now() - began).count();
    const ProcessTime after = process_time(pid);
    const double gib = static_cast<double>(viewer.received() + device.received() - bytes) / kGib;
    say({{"direction", direction.name},
         {"gib_per_s", gib / took},
         {"cpu_s_per_gib", (after.user + after.system - before.user - before.system) / gib},
         {"user_s_per_gib", (after.user - before.user) / gib},
         {"system_s_per_gib", (after.system - before.system) / gib},
         {"relay_busy", (after.user + after.system - before.user - before.system) / took},
         {"driver_busy", (own_time() - own) / took}});
    viewer.send(false);
    device.send(false);
    wait(kSettle);
  }
}

// An appliance that was just set up, and its owner.
struct Appliance {
  explicit Appliance(const Options& options)
      : port(static_cast<std::uint16_t>(std::stoi(options.at("appliance")))),
        ca(file(options.at("ca"))),
        owner(port, ca) {
    const test::Reply reply = owner.request("POST", "/api/v1/setup",
                                            {{"code", options.at("code")},
                                             {"organization_name", "Bench"},
                                             {"first_name", "B"},
                                             {"last_name", "B"},
                                             {"email", "b@example.org"},
                                             {"password", "a password for measuring"}});
    if (reply.status != 201) throw std::runtime_error("set-up: " + reply.body);
  }
  std::string token(int uses) {
    return owner
        .request("POST", "/api/v1/enrolment-tokens", {{"label", "bench"}, {"uses", uses}, {"days", 1}})
        .json()["token"]
        .get<std::string>();
  }

  const std::uint16_t port;
  const std::string ca;
  HttpsClient owner;
};

Json wish(std::uint64_t device) {
  static const std::string key = base64url(as_text(seal::PrivateKey::generate().public_key()));
  return {{"address", std::to_string(device)}, {"viewer_key", key}, {"transport", "link"}};
}
wire::View view_of(const Json& connection) {
  const auto key = from_base64url(connection.at("link").at("view_key").get<std::string>());
  return {wire::kVersion, std::stoull(connection.at("session_id").get<std::string>()), key.value()};
}

int throughput(const Options& options) {
  net::EventLoop loop;
  Appliance appliance(options);
  std::unique_ptr<End> viewer_end, device_end;
  Device device(
      loop, appliance.port, appliance.ca, appliance.token(1),
      [&](std::unique_ptr<net::TlsStream> stream) { device_end = std::make_unique<End>(std::move(stream)); });
  run_until(loop, [&] { return device.id() != 0; });
  Json connection;
  for (int i = 0; i < 50 && !connection.contains("link"); ++i) {
    ::usleep(20'000);  // until the store knows its key
    connection = appliance.owner.request("POST", "/api/v1/connections", wish(device.id())).json();
  }
  net::TlsClientOptions tls;
  tls.host = "127.0.0.1";
  tls.port = appliance.port;
  tls.server_name = "gatehouse.appliance";
  tls.trusted_ca = appliance.ca;
  std::unique_ptr<net::TlsStream> viewer;
  const auto dialing = net::tls_connect(loop, tls, [&](Result<std::unique_ptr<net::TlsStream>> stream) {
    if (!stream) throw std::runtime_error(stream.error().message);
    viewer = *std::move(stream);
    viewer->write(wire::encode(view_of(connection)));
    viewer_end = std::make_unique<End>(std::move(viewer));
  });
  run_until(loop, [&] { return viewer_end && device_end && viewer_end->received() > 0; });
  measure(loop, *viewer_end, *device_end, options);
  return 0;
}

// --- Another relay

net::ServerIdentity own_identity() {
  const std::int64_t now = std::time(nullptr);
  const auto authority = net::new_authority("bench", now, 1);
  const auto server = net::issue_server(*authority, {"gatehouse.appliance", "localhost"}, now, 1);
  return {*server, *server, authority->certificate_pem, {}, {"localhost"}};
}

int certificates(const Options& options) {
  const std::int64_t now = std::time(nullptr);
  const auto authority = net::new_authority("bench", now, 1);
  const auto server = net::issue_server(*authority, {"gatehouse.appliance"}, now, 1);
  const std::string directory = options.at("directory");
  const bool written =
      write_file_atomically(directory + "/relay.pem", server->certificate_pem + server->key_pem, 0600) &&
      write_file_atomically(directory + "/authority.crt", authority->certificate_pem, 0644);
  return written ? 0 : 1;
}

struct FarSide final : net::FrontEndNeeds {
  void device_connected(std::unique_ptr<net::TlsStream> stream) override {
    end = std::make_unique<End>(std::move(stream));
  }
  bool http_connected(UniqueFd, const net::PeerAddress&) override { return false; }
  std::unique_ptr<End> end;
};

int other(const Options& options) {
  net::EventLoop loop;
  FarSide far;
  auto front = net::FrontEnd::open(loop, "127.0.0.1:" + options.at("listen"), {}, own_identity(), far);
  if (!front) throw std::runtime_error(front.error().message);
  net::TlsClientOptions tls;
  tls.host = "127.0.0.1";
  tls.port = static_cast<std::uint16_t>(std::stoi(options.at("port")));
  tls.server_name = "gatehouse.appliance";
  tls.trusted_ca = file(options.at("ca"));
  std::unique_ptr<End> near;
  const auto dialing = net::tls_connect(loop, tls, [&](Result<std::unique_ptr<net::TlsStream>> stream) {
    if (!stream) throw std::runtime_error(stream.error().message);
    near = std::make_unique<End>(*std::move(stream));
  });
  run_until(loop, [&] { return near && far.end; });
  measure(loop, *near, *far.end, options);
  return 0;
}

// --- Sessions

// A browser's connection that is kept for one request after the other.
class Asker {
 public:
  Asker(const Appliance& appliance) : appliance_(appliance), pipe_(appliance.port, appliance.ca) {}
  Json connect(std::uint64_t device) {
    const std::string body = wish(device).dump(), host = "localhost:" + std::to_string(appliance_.port);
    test::write_all(
        pipe_.fd(),
        "POST /api/v1/connections HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://" + host +
            "\r\nCookie: " + appliance_.owner.cookie() + "\r\nX-CSRF-Token: " + appliance_.owner.csrf() +
            "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body);
    return test::read_reply(pipe_.fd(), buffer_).json();
  }

 private:
  const Appliance& appliance_;
  test::TlsPipe pipe_;
  std::string buffer_;
};

// Machines on a loop and thread of their own; they say one byte in every session.
struct Machines {
  static constexpr int kNumber = 4;  // eight sessions each

  explicit Machines(Appliance& appliance) {
    const std::string token = appliance.token(kNumber);
    for (int i = 0; i < kNumber; ++i)
      devices.push_back(
          std::make_unique<Device>(loop, appliance.port, appliance.ca, token, [this](auto stream) {
            stream->write(as_bytes("x"));
            // When the viewer has gone.
            net::TlsStream* const key = stream.get();
            key->start({.data = [](ByteView) {},
                        .drained = [] {},
                        .closed = [this, key](std::optional<Error>) { open.erase(key); }});
            open[key] = std::move(stream);
          }));
    run_until(loop, [this] {
      return std::all_of(devices.begin(), devices.end(),
                         [](const auto& device) { return device->id() != 0; });
    });
    ::usleep(300'000);  // until the store knows their keys
    thread = std::thread([this] { loop.run(); });
  }
  ~Machines() {
    loop.stop();
    thread.join();
  }

  net::EventLoop loop;
  std::vector<std::unique_ptr<Device>> devices;
  std::map<net::TlsStream*, std::unique_ptr<net::TlsStream>> open;
  std::thread thread;
};

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.empty()
             ? -1
             : values[std::min(values.size() - 1,
                               static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

int sessions(const Options& options) {
  Appliance appliance(options);
  Machines machines(appliance);
  const double seconds = options.contains("seconds") ? std::stod(options.at("seconds")) : 5;
  for (const int at_once : {1, 8}) {
    std::mutex mutex;  // guards what follows
    std::vector<double> asked, spliced;
    int failed = 0;
    const ProcessTime before = process_time(options.at("pid"));
    const auto began = Time::now();
    const auto until = began + std::chrono::duration<double>(seconds);
    std::vector<std::thread> viewers;
    for (int number = 0; number < at_once; ++number)
      viewers.emplace_back([&, number] {
        Asker asker(appliance);
        for (int i = number; Time::now() < until; ++i) {
          const auto start = Time::now();
          const auto ms = [start] {
            return std::chrono::duration<double, std::milli>(Time::now() - start).count();
          };
          const Json connection =
              asker.connect(machines.devices[static_cast<std::size_t>(i % Machines::kNumber)]->id());
          const double answered = ms();
          bool good = connection.is_object() && connection.contains("link");
          if (good) {
            test::TlsPipe link(appliance.port, appliance.ca, net::kAlpnGatehouse, "gatehouse.appliance");
            test::write_all(link.fd(), as_text(wire::encode(view_of(connection))));
            wire::RecordReader reader;
            bool heard = false;
            std::string buffer;
            good = link.ok() && test::read_until(
                                    link.fd(), buffer,
                                    [&] {
                                      reader.feed(as_bytes(std::exchange(buffer, {})));
                                      while (const auto record = reader.next())
                                        heard = heard || std::holds_alternative<wire::Payload>(*record);
                                      return heard;
                                    },
                                    std::chrono::seconds(10));
          }
          const std::lock_guard lock(mutex);
          if (!good) ++failed;
          if (good) asked.push_back(answered);
          if (good) spliced.push_back(ms());
        }
      });
    for (std::thread& viewer : viewers) viewer.join();
    const double took = std::chrono::duration<double>(Time::now() - began).count();
    const ProcessTime after = process_time(options.at("pid"));
    const auto count = static_cast<double>(spliced.size());
    const double used = after.user + after.system - before.user - before.system;
    say({{"at_once", at_once},
         {"sessions_per_s", count / took},
         {"failed", failed},
         {"asked_ms_p50", percentile(asked, 0.5)},
         {"spliced_ms_p50", percentile(spliced, 0.5)},
         {"spliced_ms_p95", percentile(spliced, 0.95)},
         {"serve_cpu_ms_per_session", 1000 * used / count},
         {"serve_busy", used / took}});
  }
  return 0;
}

}  // namespace
}  // namespace gatehouse::bench

int main(int argc, char** argv) {
  using namespace gatehouse;
  log::set_level(log::Level::error);
  bench::Options options;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const auto equals = word.find('=');
    if (word.starts_with("--") && equals != std::string::npos)
      options[word.substr(2, equals - 2)] = word.substr(equals + 1);
  }
  const std::map<std::string, int (*)(const bench::Options&)> parts = {{"throughput", bench::throughput},
                                                                       {"sessions", bench::sessions},
                                                                       {"certificates", bench::certificates},
                                                                       {"other", bench::other}};
  try {
    if (argc > 1 && parts.contains(argv[1])) return parts.at(argv[1])(options);
    std::fprintf(stderr, "bench_relay: which part?\n");
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_relay: %s\n", problem.what());
  }
  return 1;
}
