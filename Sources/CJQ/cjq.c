#include "CJQ.h"
