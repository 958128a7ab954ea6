; Shows each frame of hero.s at its place.
.setcpu "huc6280"
.import hero_tiles, hero_palettes, hero_frames
.include "places.inc"

list = 0
count = 2
across = 3
kept = 4

.segment "CODE"
reset:
    sei
    csh
    cld
    lda #$ff
    tam #$01
    lda #$f8
    tam #$02
    ldx #$ff
    txs
    lda #$07
    sta $1402
    clx
:   lda registers,x
    sta a:$0000
    inx
    lda registers,x
    sta a:$0002
    inx
    lda registers,x
    sta a:$0003
    inx
    cpx #registers_end-registers
    bne :-
    st0 #$00
    st1 #$00
    st2 #$00
    st0 #$02
    tia hero_tiles, $0002, hero_palettes-hero_tiles
    stz $0400
    stz $0402
    lda #1                  ; the sprites' palettes
    sta $0403
    tia hero_palettes, $0404, 512

    st0 #$00
    st1 #$00
    st2 #$7f
    st0 #$02
    clx
:   st1 #$00
    st2 #$00
    inx
    bne :-
    st0 #$00
    st1 #$00
    st2 #$7f
    st0 #$02
    stz count
frame:
    lda count
    asl
    tay
    lda hero_frames,y
    sta list
    lda hero_frames+1,y
    sta list+1
    cly
object:
    lda (list),y
    sta across
    iny
    lda (list),y
    iny
    cmp #$80
    beq next
    ldx count
    lda (list),y
    iny
    iny
    clc
    adc places_y,x
    clc
    adc #64
    sta a:$0002
    cla
    adc #0
    sta a:$0003
    lda across
    clc
    adc places_x,x
    clc
    adc #32
    sta a:$0002
    cla
    adc #0
    sta a:$0003
    lda (list),y
    asl
    sta a:$0002
    iny
    lda (list),y
    rol
    sta a:$0003
    iny
    lda (list),y
    lsr
    lsr
    ora #$80
    sta a:$0002
    lda (list),y
    and #1
    beq :+
    lda #$08
:   sta kept
    lda (list),y
    and #2
    beq :+
    lda #$80
:   ora kept
    sta a:$0003
    iny
    iny
    bra object
next:
    inc count
    lda count
    cmp #FRAMES
    bne frame
    st0 #$0f
    st1 #$10
    st2 #$00
    st0 #$13
    st1 #$00
    st2 #$7f
    st0 #$05
    st1 #$40
    st2 #$00
stay:
    bra stay
nothing:
    rti

registers:
    .byte $05, $00, $00, $06, $00, $00, $07, $00, $00, $08, $00, $00, $09, $00, $00, $0a, $02, $02
    .byte $0b, $1f, $04, $0c, $02, $17, $0d, $df, $00, $0e, $0c, $00
registers_end:

.segment "VECTORS"
    .addr nothing, nothing, nothing, nothing, reset
