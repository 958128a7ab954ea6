"""The families of networks: a module each, which says in NETWORKS what it has."""

from pixelstyle.networks.families import (
    alexnet,
    caffe_chains,
    efficientnet_lite,
    googlenet,
    inception,
    resnet,
    squeezenet,
    vgg,
)

NETWORKS = (
    *vgg.NETWORKS,
    *efficientnet_lite.NETWORKS,
    *googlenet.NETWORKS,
    *inception.NETWORKS,
    *resnet.NETWORKS,
    *alexnet.NETWORKS,
    *squeezenet.NETWORKS,
    *caffe_chains.NETWORKS,
)
"""All networks, in the order in which they are listed."""
