#include "appliance/app/commands.h"
#include "appliance/desktop/worker_process.h"
#include "appliance/sound/process.h"

namespace gatehouse::app {
namespace {

int run(const cli::Arguments&) {
  return desktop::run_worker(desktop::kWorkerControlFd);
}

int run_sound(const cli::Arguments&) {
  return sound::run_sound(sound::kSoundControlFd);
}

}  // namespace

const cli::Command& desktop_worker_command() {
  static const cli::Command command = {"desktop-worker", "", "", {}, run};
  return command;
}

const cli::Command& sound_recorder_command() {
  static const cli::Command command = {"sound-recorder", "", "", {}, run_sound};
  return command;
}

}  // namespace gatehouse::app
