// The sound process: connects, locks itself in before it reads a byte of the server's, records and encodes.
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "appliance/desktop/sandbox.h"
#include "appliance/sound/encoder.h"
#include "appliance/sound/process.h"
#include "hw/audio/pulse_source.h"

namespace gatehouse::sound {
namespace {

// Of a process that holds a quarter of a second of sound and an encoder.
constexpr rlim_t kAddressSpace = rlim_t{512} << 20;
constexpr rlim_t kDescriptors = 16;

std::uint64_t microseconds() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

bool limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  return ::setrlimit(resource, &both) == 0;
}

// Root connects to the server of an account that it can't be told to be from the start; nothing is read as root.
Result<void> become(const Start& start) {
  if (::geteuid() != 0) return {};
  if (start.uid == 0) return Error{"the sound process must not run as root"};
  if (::setgroups(0, nullptr) != 0 || ::setresgid(start.gid, start.gid, start.gid) != 0 ||
      ::setresuid(start.uid, start.uid, start.uid) != 0)
    return errno_error("the sound process cannot give up root");
  return {};
}

Result<void> cage() {
#ifndef GATEHOUSE_SANITIZED
  if (!limit(RLIMIT_AS, kAddressSpace)) return errno_error("the sound process cannot limit itself");
#endif
  if (!limit(RLIMIT_NOFILE, kDescriptors)) return errno_error("the sound process cannot limit itself");
  return desktop::enter_sandbox();
}

// Until the agent hangs up.
Result<void> serve(int control_fd, hw::AudioSource& source) {
  bool recording = false;
  for (;;) {
    pollfd both[] = {{control_fd, POLLIN, 0}, {source.fd(), POLLIN, 0}};
    if (::poll(both, 2, -1) < 0 && errno != EINTR) return errno_error("the sound process cannot wait");
    if (both[0].revents != 0) return {};  // the agent says nothing after its first words
    if (both[1].revents == 0) continue;
    if (auto ok = source.on_readable(); !ok) return ok;
    if (source.recording() == recording) continue;
    recording = source.recording();
    if (auto told = send(control_fd, Recording{recording}); !told) return told;
  }
}

Result<void> record(int control_fd, const Start& start) {
  auto server = hw::connect_pulse({start.sockets, start.cookies});
  if (!server) return server.error();
  if (auto ok = become(start); !ok) return ok;
  const std::uint64_t begin = microseconds();
  auto encoder = Encoder::open([control_fd](std::uint64_t time, ByteView opus) {
    // An agent that is busy for so long that its socket is full misses some of it.
    static_cast<void>(send(control_fd, Packet{time, std::string(as_text(opus))}));
  });
  if (!encoder) return encoder.error();
  if (auto ok = cage(); !ok) return ok;
  auto source = hw::open_pulse(std::move(server->socket), server->cookie,
                               [&encoder, begin](std::span<const std::int16_t> samples) {
                                 (*encoder)->add(samples, microseconds() - begin);
                               });
  if (!source) return source.error();
  return serve(control_fd, **source);
}

}  // namespace

int run_sound(int control_fd) {
  ::signal(SIGPIPE, SIG_IGN);
  bool would_block = false;
  const auto first = receive(control_fd, would_block);
  if (!first || !*first) return first ? 0 : 1;
  const auto* const start = std::get_if<Start>(&**first);
  if (start == nullptr) return 1;
  const auto done = record(control_fd, *start);
  if (done) return 0;
  static_cast<void>(send(control_fd, Failed{done.error().message}));
  return 1;
}

}  // namespace gatehouse::sound
