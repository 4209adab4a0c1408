#include "appliance/agent/directory_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "appliance/base/log.h"

namespace gatehouse::agent {

DirectoryWatch::DirectoryWatch(net::EventLoop& loop, const std::string& directory,
                               std::function<void(const std::string&)> changed)
    : changed_(std::move(changed)), inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;
  if (!inotify_ || ::inotify_add_watch(inotify_.get(), directory.c_str(), kChanges) < 0) {
    log::warning("agent",
                 "what changes in " + directory + " is seen only at the next start: " + std::strerror(errno));
    return;
  }
  watching_ = loop.on_readable(inotify_.get(), [this] { read(); });
}

void DirectoryWatch::read() {
  std::set<std::string> files;
  alignas(inotify_event) char events[4096];
  for (ssize_t size = 0; (size = ::read(inotify_.get(), events, sizeof events)) > 0;) {
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(events + at);
      if (event->len > 0) files.insert(event->name);
      at += static_cast<ssize_t>(sizeof *event + event->len);
    }
  }
  for (const std::string& file : files) changed_(file);
}

}  // namespace gatehouse::agent
