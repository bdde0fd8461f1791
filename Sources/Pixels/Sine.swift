import Glibc

func sine(_ angle: Double) -> Double { sin(angle) }
