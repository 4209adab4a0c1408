#include "appliance/connect/viewer_program.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "appliance/base/spawn.h"

namespace gatehouse::connect {
namespace {

constexpr int kPatience = 200;  // hundredths of a second between asking it to end and ending it

}  // namespace

Result<std::unique_ptr<ViewerProgram>> ViewerProgram::start(net::EventLoop& loop, const std::string& name,
                                                            const std::string& address,
                                                            std::function<void(std::string)> ended) {
  const std::string path = find_program(name);
  if (path.empty()) return Error{"there is no program '" + name + "' to start as a viewer"};
  SpawnOptions options;
  options.program = path;
  options.words = {name, address};
  options.output = STDOUT_FILENO;
  options.error = STDERR_FILENO;
  // Asked for before it starts: it may end at once.
  std::unique_ptr<ViewerProgram> made(new ViewerProgram(loop, -1, std::move(ended)));
  const auto pid = spawn(options);
  if (!pid) return pid.error();
  made->pid_ = *pid;
  return made;
}

ViewerProgram::ViewerProgram(net::EventLoop& loop, pid_t pid, std::function<void(std::string)> ended)
    : pid_(pid), ended_(std::move(ended)), on_child_(loop.on_signal(SIGCHLD, [this] { reap(); })) {}

ViewerProgram::~ViewerProgram() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  for (int tries = 0; tries < kPatience && ::waitpid(pid_, nullptr, WNOHANG) == 0; ++tries) ::usleep(10'000);
  ::kill(pid_, SIGKILL);  // nobody, when it has ended
  ::waitpid(pid_, nullptr, 0);
}

void ViewerProgram::reap() {
  int status = 0;
  if (pid_ <= 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return;
  pid_ = -1;
  ended_(exit_words(status));
}

}  // namespace gatehouse::connect
