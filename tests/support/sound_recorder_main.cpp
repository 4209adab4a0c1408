// The sound process as a program of its own, for the tests of what is around it.
#include "appliance/sound/process.h"

int main() {
  return gatehouse::sound::run_sound(gatehouse::sound::kSoundControlFd);
}
