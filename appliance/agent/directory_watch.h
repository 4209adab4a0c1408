// Tells when a file of a directory was written, renamed into place or removed, some of our commands do while the agent runs.
// Loop thread.
#pragma once
#include <functional>
#include <string>

#include "appliance/base/unique_fd.h"
#include "appliance/net/event_loop.h"

namespace gatehouse::agent {

class DirectoryWatch {
 public:
  // `changed` gets the file's name, without the directory; it may not destroy the watch. A directory that can't be watched
  // is logged, and nothing is ever told.
  DirectoryWatch(net::EventLoop& loop, const std::string& directory,
                 std::function<void(const std::string& file)> changed);

 private:
  void read();

  const std::function<void(const std::string&)> changed_;
  UniqueFd inotify_;
  net::EventLoop::HandlePtr watching_;  // before inotify_ is closed
};

}  // namespace gatehouse::agent
